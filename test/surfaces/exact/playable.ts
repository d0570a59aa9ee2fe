import * as zlib from 'node:zlib'
import type { Observed } from './observed.ts'

/**
 * What of an exchange a cassette holds, so that a replay shows it: not the case and order of fields, 1xx and codings.
 *
 * @param areCodings - Whether codings are taken off when it is recorded.
 */
export function playable(
  { head, chunks, trailers, error, more }: Observed,
  areCodings: boolean,
): object {
  const { headers, rawHeaders, fields, cookies: _cookies, ...status } = (head ?? {}) as Head
  const named = byName([headers ?? rawHeaders ?? fields ?? []].flat(2))
  const coding = named['content-encoding']?.join() ?? ''
  const { informed: _informed, reusedSocket: _reused, ...facts } = (more ?? {}) as Facts
  return {
    status,
    fields: without(named, areCodings),
    body: areCodings ? decode(chunks.join(''), coding) : chunks,
    pauses: areCodings ? [] : trailers,
    codes: error?.map((text) => text.split(' ')[1]),
    facts,
  }
}

interface Head {
  readonly headers?: readonly string[]
  readonly rawHeaders?: readonly string[]
  readonly fields?: readonly (readonly [string, string])[]
  readonly cookies?: unknown
}

interface Facts {
  readonly informed?: unknown
  readonly reusedSocket?: unknown
}

const decoders: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  gzip: zlib.gunzipSync,
  br: zlib.brotliDecompressSync,
  deflate: zlib.inflateSync,
  zstd: Reflect.get(zlib, 'zstdDecompressSync') as typeof zlib.gunzipSync,
}

/** Takes the coding off where the client has not: fetch knows those of its own Node. */
function decode(latin1: string, coding: string): string {
  const isText = latin1 === '' || latin1.startsWith('{')
  const bytes = Buffer.from(latin1, 'latin1')
  return Buffer.from(isText ? bytes : decoders[coding]!(bytes)).toString()
}

function byName(flat: readonly string[]): Record<string, string[]> {
  const named: Record<string, string[]> = {}
  for (let index = 0; index < flat.length; index += 2) {
    ;(named[flat[index]!.toLowerCase()] ??= []).push(flat[index + 1]!)
  }
  return named
}

const framing = new Set(['connection', 'keep-alive', 'transfer-encoding'])
const ofCoding = new Set(['content-encoding', 'content-length'])

function without(named: Record<string, string[]>, isCoded: boolean): Record<string, string[]> {
  const kept = Object.entries(named).filter(
    ([name]) => !framing.has(name) && !(isCoded && ofCoding.has(name)),
  )
  return Object.fromEntries(kept)
}
