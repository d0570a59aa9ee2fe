import { formatMiss } from '../core/match/explain/format-miss.ts'
import type { NoMatchError } from '../core/match/explain/no-match-error.ts'
import { printable } from '../core/match/explain/printable.ts'
import { bugCode, endingOf, exitCode, stableCodeOf } from '../surfaces/exit-codes.ts'
import type { Io, Output } from './io.ts'

/**
 * Prints an error on stderr: its message; the stack only where it is a bug of ours.
 *
 * @param asJson - As one line of JSON, with all that the error knows.
 * @returns the exit code.
 */
export function reportError(error: unknown, io: Io, asJson: boolean): number {
  const ending = endingOf(error)
  if (asJson) io.err.write(`${JSON.stringify({ error: errorData(error) })}\n`)
  else io.err.write(`${ending === undefined ? bugText(error) : errorText(error, io.err)}\n`)
  return ending === undefined ? bugCode : exitCode(ending)
}

/** An error as a person reads it. */
export function errorText(error: unknown, { paint, hasColour }: Output): string {
  if (isNoMatch(error)) return formatMiss(error.miss, { colour: hasColour })
  const [first = '', ...rest] = messageOf(error).split('\n').map(printable)
  return [`${paint.red('wiretape:')} ${first}`, ...rest].join('\n')
}

/** An error as data: its code, its message, and its other fields. */
export function errorData(error: unknown): Readonly<Record<string, unknown>> {
  const fields = error instanceof Error ? Object.entries(error) : []
  const data = fields.filter(([name, value]) => name !== 'name' && !(value instanceof Error))
  return {
    code: stableCodeOf(error) ?? 'BUG',
    message: messageOf(error),
    ...Object.fromEntries(data),
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function bugText(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const lines = stack.split('\n').map(printable)
  return `wiretape: This is a bug in wiretape. Please report it, with these lines:\n${lines.join('\n')}`
}

function isNoMatch(error: unknown): error is NoMatchError {
  return stableCodeOf(error) === 'NO_MATCH' && error instanceof Error && 'miss' in error
}
