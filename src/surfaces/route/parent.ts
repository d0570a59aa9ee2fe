/** The proxy of the `wiretape` that has started this process. */
export interface Parent {
  readonly host: string
  readonly port: number
  /** What it is to be shown as `Proxy-Authorization`. */
  readonly authorization: string | undefined
  /** Whether what would go past it is refused. Otherwise it is named on stderr. */
  readonly refusesStrays: boolean
}

/** A tunnel that is asked for with it is not confirmed: what is for its other end follows at once. */
export const atOnceField = 'x-wiretape-at-once'

/** It is for our preload alone: it neither names a cassette nor a mode. */
export const routeName = 'WIRETAPE_ROUTE'

/** The variable that tells the preload of a wrapped command's processes where their requests go. */
export function routeVariable(url: string, refusesStrays: boolean): Record<string, string> {
  const told = new URL(url)
  if (refusesStrays) told.searchParams.set('strays', 'refuse')
  return { [routeName]: told.href }
}

/** Who this process is to send its requests to; nothing where nobody has said so. */
export function parentOf({ [routeName]: told }: NodeJS.ProcessEnv): Parent | undefined {
  if (told === undefined || told === '') return undefined
  const { hostname, port, username, password, searchParams } = new URL(told)
  const shown = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port),
    authorization: shown === ':' ? undefined : `Basic ${Buffer.from(shown).toString('base64')}`,
    refusesStrays: searchParams.get('strays') === 'refuse',
  }
}
