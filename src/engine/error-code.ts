import { isError } from '../core/realms.ts'

/** The code of an error, or of what caused it: fetch wraps what its socket said. The name of one that has no code. */
export function codeOf(error: unknown): string {
  let name: string | undefined
  for (let at = error, depth = 0; isError(at) && depth < 5; at = at.cause, depth++) {
    if (at.name === 'AbortError') return 'ABORT_ERR'
    if ('code' in at && typeof at.code === 'string' && at.code !== '') return at.code
    if (!plainErrors.has(at.name)) name = at.name
  }
  return name ?? 'ECONNRESET'
}

const plainErrors: ReadonlySet<string> = new Set(['Error', 'TypeError'])
