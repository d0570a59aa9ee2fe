import type { ClientRequest } from 'node:http'

type Write = (chunk: unknown, encoding?: unknown, callback?: unknown) => boolean
type End = (chunk?: unknown, encoding?: unknown, callback?: unknown) => ClientRequest

/** How a request's body is written: `write` and `end` of one request. */
export interface Writing {
  readonly write: Write
  readonly end: End
}

/** Puts others in the place of a request's `write` and `end`. @returns those it had. */
export function replaceWriting(request: ClientRequest, ours: Partial<Writing>): Writing {
  const { write, end } = request as unknown as Writing
  for (const [name, value] of Object.entries(ours)) define(request, name, value)
  return { write: write.bind(request), end: end.bind(request) }
}

/** Gives a request its own `write` and `end` back. */
export function restoreWriting(request: ClientRequest): void {
  Reflect.deleteProperty(request, 'write')
  Reflect.deleteProperty(request, 'end')
}

/** The bytes of a piece that was written, if it is one. */
export function bytesOf(chunk: unknown, encoding: unknown): Uint8Array | undefined {
  if (typeof chunk === 'string') {
    return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
  }
  return chunk instanceof Uint8Array ? chunk : undefined
}

/** Hides a property from whoever lists them. */
export function define(owner: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(owner, name, { value, configurable: true, writable: true })
}
