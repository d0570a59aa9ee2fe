import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { headersOf } from '../../src/core/headers.ts'
import type { Interaction } from '../../src/core/model.ts'
import type { HttpRequest } from '../../src/engine/http-request.ts'
import { Recording } from '../../src/engine/recording.ts'
import { requestTo } from '../support/drive.ts'
import { ManualClock } from '../support/manual-clock.ts'

function take(request: Partial<HttpRequest> = {}, maxBodyBytes = 1_000) {
  const clock = new ManualClock()
  const kept: Interaction[] = []
  let failed = 0
  let mocked = 0
  const recording = new Recording(requestTo({ url: 'http://localhost/', ...request }), {
    clock,
    maxBodyBytes,
    keep: (take) => void kept.push(take()),
    fail: () => void (failed += 1),
    mocked: () => void (mocked += 1),
  })
  const head = (fields: [string, string][] = [], code = 200) =>
    recording.head({ code, reason: 'OK', headers: headersOf(fields) })
  return { clock, recording, head, kept, failed: () => failed, mocked: () => mocked }
}

const sse: [string, string] = ['content-type', 'text/event-stream']

test('the duration ends with the headers, chunks count from there', async () => {
  const { clock, recording, head, kept } = take()
  await clock.wind(20)
  head([sse])
  await clock.wind(5)
  recording.data(Buffer.from('data: 1\n\n'))
  await clock.wind(50)
  recording.data(Buffer.from('data: 2\n\n'))
  await clock.wind(30)
  recording.end()

  expect(kept[0]!.response).toMatchObject({
    duration: 20e6,
    chunks: [
      { bytes: 9, at: 5e6 },
      { bytes: 9, at: 55e6 },
      { bytes: 0, at: 85e6 },
    ],
  })
})

describe('it is kept before the client is told the end:', () => {
  test('with the chunk that completes Content-Length', () => {
    const { recording, head, kept } = take()
    head([['content-length', '4']])
    recording.data(Buffer.from('ab'))
    expect(kept).toEqual([])
    recording.data(Buffer.from('cd'))

    expect(kept).toHaveLength(1)
  })

  test.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('with the headers of %s answered by %d', (method, code) => {
    const { head, kept } = take({ method })
    head([['content-length', '400']], code)

    expect(kept).toHaveLength(1)
  })

  test('what comes afterwards changes nothing', () => {
    const { recording, head, kept } = take()
    head([['content-length', '0']])
    recording.end()
    recording.fail(new Error('late'))
    recording.data(Buffer.from('late'))
    head()

    expect(kept).toHaveLength(1)
    expect(recording.isSettled).toBe(true)
  })
})

test('a failure before the headers is counted, not kept', () => {
  const { recording, kept, failed } = take()
  recording.fail(new Error('refused'))

  expect([kept.length, failed()]).toEqual([0, 1])
})

describe('a body that is cut off', () => {
  test.each([
    [
      'keeps the code of the error',
      Object.assign(new Error(), { code: 'ECONNRESET' }),
      'ECONNRESET',
    ],
    [
      'or that of its cause',
      new TypeError('terminated', {
        cause: Object.assign(new Error(), { code: 'UND_ERR_SOCKET' }),
      }),
      'UND_ERR_SOCKET',
    ],
    [
      'or says that the client went away',
      Object.assign(new Error(), { name: 'AbortError' }),
      'ABORT_ERR',
    ],
    ['or that the connection ended, where nothing is told', 'odd', 'ECONNRESET'],
  ])('%s', (_name, error, expected) => {
    const { recording, head, kept } = take()
    head()
    recording.data(Buffer.from('part'))
    recording.fail(error)

    expect(kept[0]!.response).toMatchObject({ body: 'part', error: expected })
  })

  test.each([
    ['data: 1\n\n', 'ABORT_ERR'],
    ['data: 1\n\ndata: [DONE]\n\n', undefined],
  ])('a client that leaves after %j', (body, expected) => {
    const { recording, head, kept } = take()
    head([sse])
    recording.data(Buffer.from(body))
    recording.abort()

    expect(kept[0]!.response.error).toBe(expected)
  })
})

describe('codings come off', () => {
  const text = 'decoded '.repeat(20)
  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['identity, gzip', gzipSync(text)],
  ])('%s', (coding, bytes) => {
    const { recording, head, kept } = take()
    head([['content-encoding', coding]])
    for (const byte of bytes) recording.data(Uint8Array.of(byte))
    recording.end()

    expect(kept[0]!.response).toMatchObject({ body: text, uncompressed: true, contentLength: -1 })
  })

  test('of requests too', () => {
    const headers = headersOf([['content-encoding', 'gzip']])
    const { recording, head, kept } = take({ method: 'POST', headers, body: undefined })
    recording.sent(gzipSync(text))
    head()
    recording.end()

    expect(kept[0]!.request).toMatchObject({ body: text, contentLength: -1 })
    expect({ ...kept[0]!.request.headers }).toEqual({})
  })

  test.each([
    ['one that is not what its header says', 'gzip', Buffer.from('plain')],
    ['one that is cut off', 'gzip', gzipSync(text).subarray(0, 20)],
    ['an unknown one', 'compress', Buffer.from([0x1f, 0x9d, 0x90])],
    ['more than four', 'gzip,gzip,gzip,gzip,gzip', Buffer.from('x')],
  ])('but %s stays as it came', (_name, coding, bytes) => {
    const { recording, head, kept } = take()
    head([['content-encoding', coding]])
    recording.data(bytes)
    recording.end()

    const { response } = kept[0]!
    expect(Buffer.from(response.body as string)).toEqual(bytes)
    expect(response.headers['Content-Encoding']).toEqual([coding])
    expect(response.uncompressed).toBe(false)
  })

  test('never off a part of a body', () => {
    const { recording, head, kept } = take()
    head([['content-encoding', 'gzip']], 206)
    recording.data(gzipSync(text))
    recording.end()

    expect(kept[0]!.response.uncompressed).toBe(false)
  })
})

describe('a body that is larger than allowed is not kept', () => {
  test.each([
    ['plain', [] as [string, string][], Buffer.alloc(1_001)],
    ['a bomb', [['content-encoding', 'gzip']] as [string, string][], gzipSync(Buffer.alloc(1e7))],
  ])('%s', (_name, fields, bytes) => {
    const { recording, head, kept } = take()
    head(fields)
    recording.data(bytes)
    recording.data(Buffer.from('more'))
    recording.end()

    expect(kept[0]!.response).toMatchObject({ body: '', error: 'BODY_NOT_KEPT' })
    expect(kept[0]!.response).not.toHaveProperty('chunks')
  })
})

describe('a response that ends before its request', () => {
  test('is kept once that is whole', () => {
    const { recording, head, kept } = take({ method: 'POST', body: undefined })
    recording.sending()
    recording.sent(Buffer.from('first '))
    head([['content-length', '2']])
    recording.data(Buffer.from('ok'))
    recording.end()
    expect([recording.isSettled, kept]).toEqual([true, []])
    recording.sent(Buffer.from('last'))
    recording.sentAll()

    expect(kept.map(({ request, response }) => [request.body, response.body])).toEqual([
      ['first last', 'ok'],
    ])
  })

  test.each([
    ['whose client leaves', (recording: Recording) => recording.abort()],
    ['whose connection breaks', (recording: Recording) => recording.fail(new Error('broken'))],
    ['whose client sends no more', (recording: Recording) => recording.sentAll(false)],
  ])('%s is kept without what came of it, which would match no other', (_what, leave) => {
    const { recording, head, kept } = take({ method: 'POST', body: undefined })
    recording.sending()
    recording.sent(Buffer.from('part'))
    head([['content-length', '0']])
    leave(recording)
    recording.sentAll()

    expect(kept.map(({ request }) => [request.body, request.contentLength])).toEqual([['', 4]])
    expect(kept[0]!.response.error).toBeUndefined()
  })

  test('which fails on the way keeps nothing', () => {
    const { recording, kept, failed } = take({ method: 'POST', body: undefined })
    recording.sending()
    recording.fail(new Error('refused'))

    expect([kept.length, failed()]).toEqual([0, 1])
  })
})

test.each([
  ['that streamed through', undefined],
  ['that was read first', 'x'.repeat(1_001)],
])('a body of a request %s and is too large leaves its length', (_how, body) => {
  const { recording, head, kept } = take({ method: 'POST', body })
  if (body === undefined) for (let part = 0; part < 7; part++) recording.sent(Buffer.alloc(143))
  head()
  recording.end()

  expect(kept[0]!.request).toMatchObject({ body: '', contentLength: 1_001 })
})

test('the memory of a whole body may be used again once it is kept', () => {
  const { recording, head, kept } = take()
  head([['content-length', '3']])
  const memory = Buffer.from([0xff, 0x00, 0xfe])
  recording.data(memory)
  memory.fill(0)

  expect(kept[0]!.response.body).toEqual(Buffer.from([0xff, 0x00, 0xfe]))
})

test('the memory of a whole body may be used again while the request is still sent', () => {
  const { recording, head, kept } = take({ method: 'POST', body: undefined })
  recording.sending()
  head([['content-length', '3']])
  const memory = Buffer.from('one')
  recording.data(memory)
  memory.write('two')
  recording.sentAll()

  expect(kept[0]!.response.body).toBe('one')
})

test('the memory of a chunk may be used again at once', () => {
  const { recording, head, kept } = take()
  const memory = Buffer.from('one')
  head()
  recording.data(memory)
  memory.write('two')
  recording.data(memory)
  recording.end()

  expect(kept[0]!.response.body).toBe('onetwo')
})

test('what a mock answers is not kept, whatever comes of it', () => {
  const { recording, head, kept, failed, mocked } = take()
  recording.sent(Buffer.from('asked'))
  recording.mocked()
  head()
  recording.data(Buffer.from('mock'))
  recording.end()

  expect(kept).toEqual([])
  expect([failed(), mocked()]).toEqual([0, 1])
})
