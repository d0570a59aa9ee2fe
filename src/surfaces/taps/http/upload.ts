import type { Writable } from 'node:stream'
import { isBytes } from '../../../core/realms.ts'
import type { Recording } from '../../../engine/recording.ts'
import { define } from '../define.ts'

type Write = (chunk: unknown, encoding?: unknown, callback?: unknown) => boolean
type End = (chunk?: unknown, encoding?: unknown, callback?: unknown) => unknown

/** How a request's body is written: `write` and `end` of one request. */
export interface Writing {
  write: Write
  end: End
}

/** Puts others in the place of a request's `write` and `end`. @returns those it had. */
export function replaceWriting(request: Writable, ours: Partial<Writing>): Writing {
  const { write, end } = request as unknown as Writing
  for (const [name, value] of Object.entries(ours)) define(request, name, value)
  return { write: write.bind(request), end: end.bind(request) }
}

/** Gives a request its own `write` and `end` back. */
export function restoreWriting(request: Partial<Writing>): void {
  // The last that was put there first, and by `delete`: otherwise V8 makes the request a hash table, and all that Node does
  // with it takes a tenth longer.
  delete request.end
  delete request.write
}

/** The bytes of a piece that was written, if it is one. */
export function bytesOf(chunk: unknown, encoding: unknown): Uint8Array | undefined {
  if (typeof chunk === 'string') {
    return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
  }
  return isBytes(chunk) ? chunk : undefined
}

/** Takes what of a request's body is written from now on. */
export function takeUpload(request: Writable, recording: Recording): void {
  // Behind a mock its body is known: it was written before.
  if (request.writableEnded) return
  recording.sending()
  const take = (chunk: unknown, encoding: unknown): void => {
    const bytes = bytesOf(chunk, encoding)
    if (bytes !== undefined) recording.sent(bytes)
  }
  const its = replaceWriting(request, {
    write(chunk, encoding, callback) {
      const goesOn = its.write(chunk, encoding, callback)
      take(chunk, encoding)
      return goesOn
    },
    end(chunk, encoding, callback) {
      const isOpen = !request.writableEnded
      its.end(chunk, encoding, callback)
      if (isOpen) take(chunk, encoding)
      recording.sentAll()
      return request
    },
  })
}
