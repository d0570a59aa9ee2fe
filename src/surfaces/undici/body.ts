import { PassThrough, type Readable } from 'node:stream'
import { type Body, bodyOf } from '../../core/body.ts'
import { isBytes } from '../../core/realms.ts'
import type { Recording } from '../../engine/recording.ts'
import { type DispatchOptions, requestPairs } from './request.ts'

/** A request's body as undici was given it, where it needs no reading; nothing where it does. */
export function knownBody(given: unknown): Body | undefined {
  if (given === undefined || given === null) return ''
  if (typeof given === 'string') return given
  const bytes = bytesOf(given)
  return bytes && bodyOf(bytes)
}

/** Whether a body is sent in chunks: nobody knows its length beforehand. */
export function hasNoLength({ body, headers }: DispatchOptions): boolean {
  if (knownBody(body) !== undefined || isBlob(body) || isFormData(body)) return false
  return !requestPairs(headers).some(([name]) => name.toLowerCase() === 'content-length')
}

/** The options with the body read, and the body; none where it is larger than allowed. */
export interface ReadOptions {
  readonly options: DispatchOptions
  readonly body: Body | undefined
}

/** Reads a body that has to be read first. What is sent on keeps its framing. */
export async function readBody(options: DispatchOptions, maxBytes: number): Promise<ReadOptions> {
  const given = options.body
  if (isFormData(given)) return readForm(options, given)
  if (isBlob(given)) {
    const bytes = new Uint8Array(await given.arrayBuffer())
    return { options, body: bytes.length > maxBytes ? undefined : bodyOf(bytes) }
  }
  return readPieces(options, iterableOf(given), maxBytes)
}

type Piece = Uint8Array | string
type Pieces = AsyncIterable<Piece> | Iterable<Piece>

/** Streams of the old kind, as the package form-data makes them, are no iterables, and flow when they are piped. */
function iterableOf(given: unknown): Pieces {
  if (isIterable(given)) return given
  const stream = given as Readable
  const pieces = new PassThrough()
  stream.once('error', (error) => pieces.destroy(error))
  return stream.pipe(pieces)
}

function isIterable(given: unknown): given is Pieces {
  const body = given as object
  return Symbol.asyncIterator in body || Symbol.iterator in body
}

async function readPieces(
  options: DispatchOptions,
  given: Pieces,
  maxBytes: number,
): Promise<ReadOptions> {
  const iterator =
    Symbol.asyncIterator in given ? given[Symbol.asyncIterator]() : given[Symbol.iterator]()
  const pieces: Uint8Array[] = []
  let length = 0
  let isWhole = false
  while (!isWhole && length <= maxBytes) {
    const { done, value } = await iterator.next()
    isWhole = done === true
    if (done === true) break
    const piece = typeof value === 'string' ? Buffer.from(value) : value
    pieces.push(piece)
    length += piece.length
  }
  const body = isWhole ? bodyOf(Buffer.concat(pieces)) : undefined
  // An iterable again, not bytes: undici would send those with a length.
  const again = isWhole ? piecesOf(pieces) : piecesOf(pieces, iterator)
  return { options: { ...options, body: again }, body }
}

/** Whether a body is a stream or an iterable. */
export function isPieces(given: unknown): given is Pieces {
  return !isBlob(given) && !isFormData(given)
}

/** The same body, each piece taken before it goes on. */
export async function* watchedBody(given: unknown, recording: Recording): AsyncGenerator<Piece> {
  for await (const piece of iterableOf(given)) {
    recording.sent(typeof piece === 'string' ? Buffer.from(piece) : piece)
    yield piece
  }
  recording.sentAll()
}

async function* piecesOf(
  read: readonly Piece[],
  rest?: AsyncIterator<Piece> | Iterator<Piece>,
): AsyncGenerator<Piece> {
  yield* read
  for (let next = await rest?.next(); next?.done === false; next = await rest?.next()) {
    yield next.value
  }
}

/** Also that of another realm, by what undici knows it by. */
function isBlob(given: unknown): given is Blob {
  if (given instanceof Blob) return true
  if (typeof given !== 'object' || given === null) return false
  const tag: unknown = Reflect.get(given, Symbol.toStringTag)
  return (
    (tag === 'Blob' || tag === 'File') && typeof Reflect.get(given, 'arrayBuffer') === 'function'
  )
}

type AnyFormData = Iterable<[string, string | Blob]>

/** Also that of another copy of undici. That of the package form-data has this tag, too, and is a stream. */
function isFormData(given: unknown): given is AnyFormData {
  return (
    typeof given === 'object' &&
    given !== null &&
    Reflect.get(given, Symbol.toStringTag) === 'FormData' &&
    Symbol.iterator in given
  )
}

/** The boundary is drawn here, once: what is matched and what is sent are the same bytes. */
async function readForm(options: DispatchOptions, given: AnyFormData): Promise<ReadOptions> {
  const encoded = new Response(ourForm(given))
  const bytes = new Uint8Array(await encoded.arrayBuffer())
  const pairs = requestPairs(options.headers)
  const hasType = pairs.some(([name]) => name.toLowerCase() === 'content-type')
  const type = encoded.headers.get('content-type')
  const headers = hasType || type === null ? pairs : [...pairs, ['content-type', type]]
  return { options: { ...options, headers: headers.flat(), body: bytes }, body: bodyOf(bytes) }
}

function ourForm(given: AnyFormData): FormData {
  if (given instanceof FormData) return given
  const form = new FormData()
  for (const [name, value] of given) {
    if (typeof value === 'string') form.append(name, value)
    else form.append(name, value, (value as File).name)
  }
  return form
}

function bytesOf(given: unknown): Uint8Array | undefined {
  if (isBytes(given)) return given
  if (given instanceof ArrayBuffer) return new Uint8Array(given)
  if (!ArrayBuffer.isView(given)) return undefined
  return new Uint8Array(given.buffer, given.byteOffset, given.byteLength)
}
