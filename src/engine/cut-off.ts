import { BodyNotKeptError } from '../core/errors.ts'
import type { Interaction } from '../core/model.ts'

/** The error with which a recorded body ends that was cut off. @param code - What the cassette says of it */
export function cutOff(code: string, { id, request }: Interaction): Error {
  if (code === 'BODY_NOT_KEPT') {
    return new BodyNotKeptError(
      `The body of interaction ${id} (${request.method} ${request.url}) was not kept: it was larger than maxBodyBytes.\n` +
        'Raise maxBodyBytes (--max-body) and record it again.',
    )
  }
  const error = new Error(`${code}: the recorded response was cut off here`)
  // One that had no code was recorded by its name.
  return Object.assign(error, /^[A-Z][A-Z0-9_]*$/.test(code) ? { code } : { name: code })
}
