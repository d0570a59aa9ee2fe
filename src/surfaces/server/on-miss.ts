import type { Origins } from './origins.ts'

/** What becomes of requests that no cassette answers. */
export interface MissOptions {
  /**
   * `'error'` tells the client with status 424, which it does not try again; `'404'` with that. `'passthrough'` sends the
   * request to its host, `'record'` does, too, and keeps the answer in `cassette`: only ever to hosts that were recorded,
   * and to `upstream`.
   *
   * @defaultValue `'error'`
   */
  readonly onMiss?: 'error' | '404' | 'passthrough' | 'record'
  /** The file that takes what `onMiss: 'record'` records. It may be one of those that are played. */
  readonly cassette?: string
}

/** Checks options where they were passed. @throws TypeError where it is not known where to send, or to keep, a miss */
export function checkOnMiss(
  { onMiss = 'error', cassette, upstream }: MissOptions & { readonly upstream?: string },
  origins: Origins,
): void {
  if (!['error', '404', 'passthrough', 'record'].includes(onMiss)) {
    throw new TypeError(
      `onMiss is ${JSON.stringify(onMiss)}. It is one of 'error', '404', 'passthrough', 'record'.`,
    )
  }
  if (onMiss === 'record' && cassette === undefined) {
    throw new TypeError(
      "onMiss is 'record', and no file is given for what is recorded. Give it as cassette (-c FILE).",
    )
  }
  const isSent = onMiss === 'record' || onMiss === 'passthrough'
  if (isSent && upstream === undefined && origins.all.length === 0) {
    throw new TypeError(
      `onMiss is '${onMiss}', and no host is known: the cassettes are empty. Give it as upstream (--upstream URL).`,
    )
  }
}
