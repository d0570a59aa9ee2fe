import {
  CassetteNotFoundError,
  TapError,
  UnusedInteractionsError,
  WiretapeError,
} from '../core/errors.ts'
import { isFinal } from '../core/head.ts'
import { NoMatchError } from '../core/match/explain/no-match-error.ts'
import { printable } from '../core/match/explain/printable.ts'
import type { Interaction } from '../core/model.ts'
import { shellWord } from '../core/shell-word.ts'
import { redactMessage } from '../core/redact/message.ts'
import type { HttpRequest } from './http-request.ts'
import { partialOf } from './journal.ts'
import type { Missed } from './misses.ts'
import type { Opened } from './opened.ts'
import type { RecorderOptions } from './options.ts'
import type { Playback } from './playback.ts'
import { isError } from '../core/realms.ts'

/**
 * The error for a cassette that does not exist.
 *
 * @param recordWith - The command that records it, where there is one of its own.
 */
export function notFound(file: string, recordWith?: string): CassetteNotFoundError {
  const usual = `run once with WIRETAPE_MODE=once, or \`wiretape record -c ${shellWord(file)}\`.`
  // Without a full stop: a line to type is copied to its end.
  return new CassetteNotFoundError(
    file,
    `There is no cassette ${file}.\nRecord it: ${recordWith ?? usual}`,
  )
}

/** The same, where a killed run has left what it had recorded. */
export function notSaved(file: string): CassetteNotFoundError {
  return new CassetteNotFoundError(
    file,
    `There is no cassette ${file}, but ${partialOf(file)}, which holds what a killed run recorded.\n` +
      `Make the cassette of it: \`wiretape recover ${shellWord(file)}\`.`,
  )
}

/** Interactions that were never played, as the error that `unused: 'fail'` raises. */
export function unusedError(
  { path, rules }: Pick<Opened, 'path' | 'rules'>,
  unused: readonly Interaction[],
  optionsAs: RecorderOptions['optionsAs'] = 'code',
): UnusedInteractionsError {
  const option = optionsAs === 'flags' ? '--unused ignore' : "unused: 'ignore'"
  const named = unused
    .slice(0, 10)
    .map(({ id, request: { method, url } }) => `  ${id}  ${method} ${redactMessage(url, rules)}`)
    .map(printable)
  const more = unused.length > 10 ? [`  and ${unused.length - 10} more`] : []
  const what = unused.length === 1 ? '1 interaction was' : `${unused.length} interactions were`
  const message = [
    `${what} never played (${path}):`,
    ...named,
    ...more,
    `Record the cassette again, or allow it with ${option}.`,
  ].join('\n')
  return new UnusedInteractionsError(
    unused.map(({ id }) => id),
    message,
  )
}

/** What `stop()` raises for the requests that were refused: the error of the only one, or one that names them all. */
export function missesError(misses: readonly Missed[]): WiretapeError | undefined {
  const [first, ...others] = misses
  if (first === undefined || others.length === 0) return first?.error
  const named = others.slice(0, 10).map(({ error }) => `  ${headline(error)}`)
  const more = others.length > 10 ? [`  and ${others.length - 10} more`] : []
  const message = [
    first.error.message,
    '',
    `${misses.length} requests were refused. The others:`,
    ...named,
    ...more,
  ].join('\n')
  return new WiretapeError(first.error.code, message, { cause: first.error })
}

function headline(error: WiretapeError): string {
  if (!(error instanceof NoMatchError)) return error.message.split('\n', 1).join()
  return `${error.request.method} ${error.request.url}`
}

/** A request was made after the recorder's end. */
export function stoppedError(path: string): WiretapeError {
  return new WiretapeError(
    'RECORDER_STOPPED',
    `The recorder of ${path} was stopped before this request was made.\n` +
      'Await what sends requests before you call stop().',
  )
}

/** What an interaction holds that no response can have, if it does. */
export function unplayableError(
  { path }: Pick<Opened, 'path'>,
  { interaction: { id }, response: { code } }: Pick<Playback, 'interaction' | 'response'>,
): WiretapeError | undefined {
  if (isFinal(code)) return undefined
  return new WiretapeError(
    'UNPLAYABLE',
    `Interaction ${id} has the status ${code}, which no response can have${path === '' ? '' : ` (${path})`}.\n` +
      'Give its code the status that was meant (200 to 999), or record it again.',
  )
}

/** Whatever was thrown, as an error. */
export function asError(error: unknown): Error {
  return isError(error) ? error : new Error(String(error))
}

/** A request was about to be sent that could neither be recorded nor answered. */
export function leakError({ path, rules }: Opened, { method, url }: HttpRequest): TapError {
  return new TapError(
    `${printable(method)} ${printable(redactMessage(url, rules))} was not seen in time to be recorded or answered (${path}).\n` +
      'Its client is inside a bundle, or was connected before the recorder was installed.\n' +
      'Load wiretape first (node -r wiretape/register), give the client a recordedFetch(), or list its host in passthrough.',
  )
}
