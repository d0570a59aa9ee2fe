import type * as Minizlib from 'minizlib'
import { ownRequire } from './own-require.ts'

/** Takes content-codings off a body, piece by piece. Throws where the body is not what its header says. */
export interface Decoder {
  /** What a piece of the coded body gives, possibly nothing yet. */
  decode(piece: Uint8Array): readonly Uint8Array[]
  /** What was held back. @throws where the coded body is not whole. */
  end(): readonly Uint8Array[]
}

type Layer = Minizlib.Gunzip | Minizlib.BrotliDecompress | Minizlib.ZstdDecompress

const mostCodings = 4

/** The codings that a Content-Encoding header lists, in the order in which they were put on; `identity` is none. */
export function codingsOf(contentEncoding: string | undefined): readonly string[] {
  if (contentEncoding === undefined) return []
  return contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
}

/**
 * A decoder for codings in the order in which they were put on, or nothing where one is not known to this Node
 * (zstd before 22.15) or there are more than 4.
 *
 * It works inside the call, without the event loop: an interaction must be on disk before its client is told the end,
 * and the chunks of the decoded body are cut where each piece of the coded one arrived.
 *
 * @param maxBytes - One piece that decodes to more throws ERR_BUFFER_TOO_LARGE.
 */
export function decoderFor(codings: readonly string[], maxBytes: number): Decoder | undefined {
  if (codings.length > mostCodings) return undefined
  const layers: Decoder[] = []
  for (const coding of codings.toReversed()) {
    const layer = layerFor(coding, maxBytes)
    if (layer === undefined) return undefined
    layers.push(layer)
  }
  return chain(layers)
}

function chain(layers: readonly Decoder[]): Decoder {
  const [outer, ...inner] = layers
  if (outer === undefined) return { decode: (piece) => [piece], end: () => [] }
  if (inner.length === 0) return outer
  const rest = chain(inner)
  const through = (pieces: readonly Uint8Array[]) => pieces.flatMap((piece) => rest.decode(piece))
  return {
    decode: (piece) => through(outer.decode(piece)),
    end: () => [...through(outer.end()), ...rest.end()],
  }
}

function layerFor(coding: string, maxBytes: number): Decoder | undefined {
  const zlib = ownRequire()('minizlib') as typeof Minizlib
  // Node's own option; minizlib hands it on, but its type does not list it.
  const options: object = { maxOutputLength: maxBytes }
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return decoderOf(() => new zlib.Gunzip(options))
    case 'br':
      return decoderOf(() => new zlib.BrotliDecompress(options))
    case 'deflate':
      // Servers send it with and without zlib's wrapper; the first byte tells.
      return decoderOf((first) =>
        ((first[0] ?? 0) & 0x0f) === 8 ? new zlib.Inflate(options) : new zlib.InflateRaw(options),
      )
    case 'zstd':
      return knowsZstd() ? decoderOf(() => new zlib.ZstdDecompress(options)) : undefined
    default:
      return undefined
  }
}

function knowsZstd(): boolean {
  return 'createZstdDecompress' in process.getBuiltinModule('node:zlib')
}

function decoderOf(open: (first: Uint8Array) => Layer): Decoder {
  let layer: Layer | undefined
  let pieces: Uint8Array[] = []
  let failure: unknown

  function start(first: Uint8Array): Layer {
    const opened = open(first)
    opened.on('data', (piece: Uint8Array) => pieces.push(piece))
    opened.on('error', (error: unknown) => (failure ??= error))
    return opened
  }

  function take(): readonly Uint8Array[] {
    if (failure !== undefined) throw failure
    const taken = pieces
    pieces = []
    return taken
  }

  return {
    decode(piece) {
      if (piece.length === 0) return []
      layer ??= start(piece)
      layer.write(Buffer.from(piece.buffer, piece.byteOffset, piece.length))
      return take()
    },
    // A body of no bytes (an answer to HEAD, a 304) has its coding header all the same.
    end() {
      layer?.end()
      return take()
    },
  }
}
