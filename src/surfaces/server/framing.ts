import { type RawFields, endToEnd, isNamed, keeping, linesOf, valuesOf } from './fields.ts'
import type { Prepared } from './prepared.ts'
import type { ReplyHead } from './reply.ts'

/** A head as it goes out over HTTP/1. */
export interface Fit {
  readonly fields: string[]
  /** Whether a client can tell a body that was cut off from one that ended. */
  readonly isDelimited: boolean
}

/** The fields of a head that fit the manner in which its body goes out. @param mayChunk - Whether that can be chunks */
export function fittingTo({ code, fields, hasTrailer }: ReplyHead, mayChunk: boolean): Fit {
  // A 204 has no length, whatever was recorded.
  const dropsLength = (hasTrailer && mayChunk) || code === 204
  const hasLength = !dropsLength && valuesOf(fields, 'content-length').length > 0
  const isChunked = mayChunk && !hasLength
  const fits = (name: string): boolean =>
    (isChunked || !isNamed(name, 'trailer')) && !(dropsLength && isNamed(name, 'content-length'))
  return { fields: keeping(fields, fits), isDelimited: isChunked || hasLength }
}

// RFC 9110, section 6.5.1
const notBehindBodies: ReadonlySet<string> = new Set(['content-length', 'host', 'trailer'])

/** The fields that may follow a body: none that frames it. */
export function trailerFields(fields: RawFields): RawFields {
  return keeping(endToEnd(fields), (name) => !notBehindBodies.has(name.toLowerCase()))
}

/** A whole response as HTTP/1.1 may carry it. */
export interface Framed extends Fit {
  /** The pieces of its body as chunks, with the one that ends it. */
  readonly chunks: Buffer
}

const known = new WeakMap<Prepared, Framed>()

/** A whole response to a client that takes chunks: the same each time. */
export function framed(prepared: Prepared): Framed {
  const before = known.get(prepared)
  if (before !== undefined) return before
  const chunks = Buffer.concat([
    ...prepared.pieces.map(frameOf),
    Buffer.from(lastFrame(trailerFields(prepared.trailer)), 'latin1'),
  ])
  const made = { ...fittingTo(prepared.head, true), chunks }
  known.set(prepared, made)
  return made
}

/** What ends a body of chunks, as Latin-1. */
export function lastFrame(trailer: RawFields): string {
  return `0\r\n${linesOf(trailer)}\r\n`
}

/** A piece of a body as a chunk of HTTP/1.1. */
export function frameOf(piece: Uint8Array): Buffer {
  const size = piece.length.toString(16)
  const frame = Buffer.allocUnsafe(size.length + piece.length + 4)
  const start = frame.write(`${size}\r\n`, 'latin1')
  frame.set(piece, start)
  frame.write('\r\n', start + piece.length, 'latin1')
  return frame
}

/** A piece of a body as it is, in Latin-1. */
export function bytesText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}

/** A piece of a body as a chunk of HTTP/1.1, in Latin-1: an empty one is none, for it would end the body. */
export function chunkText(bytes: Uint8Array): string {
  return bytes.length === 0 ? '' : bytesText(frameOf(bytes))
}
