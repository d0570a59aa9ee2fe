import { constants } from 'node:os'

/** How a command ended, as far as its exit code tells. */
export interface Ending {
  /** It was used wrongly, or a port was in use. */
  readonly isMisused?: boolean
  /** A cassette could not be read or written. */
  readonly isCassetteBroken?: boolean
  readonly hasMisses?: boolean
  /** It found what it was to look for: errors, secrets, interactions that were never played. */
  readonly hasFinding?: boolean
  /** How the wrapped command ended. */
  readonly child?: { readonly code: number | null; readonly signal: NodeJS.Signals | null }
}

/** A bug of wiretape: `EX_SOFTWARE` of sysexits.h. */
export const bugCode = 70

/** The exit code: of all that applies the first in this order. */
export function exitCode(ending: Ending): number {
  if (ending.isMisused === true) return 2
  if (ending.isCassetteBroken === true) return 3
  if (ending.hasMisses === true) return 4
  if (ending.hasFinding === true) return 1
  const { child } = ending
  if (child === undefined) return 0
  return child.signal === null ? (child.code ?? 0) : 128 + constants.signals[child.signal]
}

const misused: ReadonlySet<string> = new Set(['PORT_IN_USE', 'CANNOT_LISTEN', 'CA_DIR'])

/** What an error says of the ending, nothing where it is a bug. */
export function endingOf(error: unknown): Ending | undefined {
  const code = stableCodeOf(error)
  if (code === 'NO_MATCH') return { hasMisses: true }
  if (code === 'UNUSED' || code === 'SECRET_FOUND') return { hasFinding: true }
  if (code?.startsWith('CASSETTE_')) return { isCassetteBroken: true }
  if (error instanceof UsageError || (code !== undefined && misused.has(code))) {
    return { isMisused: true }
  }
  return undefined
}

/** The command was used wrongly: what is wrong and what to type stand in the message. */
export class UsageError extends Error {
  readonly code = 'WRONG_USE'

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'UsageError'
  }
}

/** The stable code of an error. */
export function stableCodeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}
