import { formatMiss } from '../../core/match/explain/format-miss.ts'
import { NoMatchError } from '../../core/match/explain/no-match-error.ts'
import { printable } from '../../core/match/explain/printable.ts'
import { isError } from '../../core/realms.ts'
import { endingOf, exitCode } from '../exit-codes.ts'
import { hasColour } from '../has-colour.ts'

/** Says on stderr what went wrong. The stack only where it is a bug of ours. */
export function tell(error: unknown): void {
  if (error instanceof NoMatchError)
    say(formatMiss(error.miss, { colour: hasColour(process.stderr, process.env) }))
  else warn(textOf(error))
}

/** Says something on stderr, in the name of wiretape. */
export function warn(text: string): void {
  say(`wiretape: ${text.split('\n').map(printable).join('\n')}`)
}

/** The exit code for what went wrong. */
export function codeFor(error: unknown): number {
  if (error instanceof TypeError) return exitCode({ isMisused: true })
  const ending = endingOf(error)
  return ending === undefined ? 1 : exitCode(ending)
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

function textOf(error: unknown): string {
  if (!isError(error)) return String(error)
  const isExpected = 'code' in error || error instanceof TypeError
  return isExpected ? error.message : (error.stack ?? error.message)
}
