import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { bodyBytes, type Body } from '../../../src/core/body.ts'
import { isSame } from '../../../src/core/codec/copy.ts'
import { sourceOf } from '../../../src/core/codec/origin.ts'
import { stringifyCassette } from '../../../src/core/codec/write.ts'
import { formatDuration } from '../../../src/core/durations.ts'
import type { HeaderMap } from '../../../src/core/headers.ts'
import type { Interaction } from '../../../src/core/model.ts'
import { parseCassette } from '../../../src/engine/parse-cassette.ts'
import { corpusFiles, noCorpus, type ExpectedInteraction } from '../../support/corpus.ts'

const files = corpusFiles()
const second = files.filter(({ version }) => version === 2)

describe.skipIf(noCorpus !== undefined)(
  `real cassettes${noCorpus ? ` (skipped: ${noCorpus})` : ''}`,
  () => {
    test('are read as go-yaml reads them', () => {
      for (const { bytes, name, interactions } of files) {
        const read = parseCassette(bytes, { file: name }).interactions
        expect({ name, read: read.map((it, index) => toldLike(it, interactions[index])) }).toEqual({
          name,
          read: interactions.map(told),
        })
      }
    })

    test('are written back to the byte', () => {
      const changed = second.filter(({ bytes }) => {
        return Buffer.compare(stringifyCassette(parseCassette(bytes)), bytes) !== 0
      })

      expect(changed.map(({ name }) => name)).toEqual([])
    })

    test('are written anew to the byte, but for those edited by hand', () => {
      const other = second.filter(({ bytes }) => {
        const anew = stringifyCassette(parseCassette(bytes), { reuseSource: false })
        return Buffer.compare(anew, bytes) !== 0
      })

      expect(second.length - other.length).toBeGreaterThanOrEqual(289)
      // Three whose forms were sorted by hand; bytes written as text, and carriage returns in a block, by goccy.
      expect(new Set(other.map(({ name }) => name.split('/').at(-1)))).toEqual(
        new Set([
          'GenDoc-Image.yaml',
          'GenStream.yaml',
          'Should_allow_overriding_clientid.yaml',
          'Should_revoke_token.yaml',
          'Should_support_using_private_key_jwt_auth.yaml',
        ]),
      )
    })

    test('are canonical nearly all', () => {
      const canonical = files.filter(({ bytes }) => sourceOf(parseCassette(bytes))?.isCanonical)

      expect(canonical.length / files.length).toBeGreaterThan(0.95)
    })

    test('keep every value when they are written anew', () => {
      for (const { bytes } of files) {
        const cassette = parseCassette(bytes)
        const again = parseCassette(stringifyCassette(cassette, { reuseSource: false }))
        expect(isSame(again, cassette)).toBe(true)
      }
    })
  },
)

function told(expected: ExpectedInteraction): object {
  return { uncompressed: false, form: mapTold({}), ...expected }
}

function toldLike(
  { request, response }: Interaction,
  expected: ExpectedInteraction | undefined,
): object {
  const all = {
    method: request.method,
    url: request.url,
    code: response.code,
    status: response.status,
    proto: response.proto,
    content_length: response.contentLength,
    duration: formatDuration(response.duration),
    req: bodyTold(request.body),
    res: bodyTold(response.body),
    uncompressed: response.uncompressed,
    form: mapTold(request.form),
    req_headers: mapTold(request.headers),
    res_headers: mapTold(response.headers),
  }
  // Version 1 knows less. Nothing is not told.
  return Object.fromEntries(
    Object.entries(all).filter(
      ([key]) => key === 'uncompressed' || key === 'form' || (expected && key in expected),
    ),
  )
}

function bodyTold(body: Body): object {
  const bytes = bodyBytes(body)
  return { bytes: bytes.length, sha256: beginningOfHash(bytes) }
}

function mapTold(map: HeaderMap): string {
  const lines = Object.entries(map).flatMap(([name, values]) => {
    return values.map((value) => `${name}: ${value}\n`)
  })
  return beginningOfHash(lines.sort().join(''))
}

function beginningOfHash(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32)
}
