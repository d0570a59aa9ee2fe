import { codeOf } from '../../../engine/error-code.ts'

/** What the cassette says of a body in the middle of which the connection just ended: undici's word for it. */
export const closedCode = 'UND_ERR_SOCKET'

/**
 * An error of Node's clients as it is recorded.
 *
 * They call a connection that just ended ECONNRESET, as one that was reset: of that, the system call tells.
 */
export function recordedError(error: Error | undefined): Error {
  const isReset = error !== undefined && ('syscall' in error || codeOf(error) !== 'ECONNRESET')
  if (isReset) return error
  return Object.assign(new Error('other side closed'), { code: closedCode })
}
