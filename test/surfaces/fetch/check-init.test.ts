import { describe, expect } from 'vitest'
import { Recorder, type RecorderOptions, recordedFetch } from '../../../src/index.ts'
import { test } from '../../support/test.ts'

/** Runs something with a recordedFetch whose cassette is then there to be replayed. */
async function through<T>(
  path: string,
  use: (send: typeof fetch, recorder: Recorder) => Promise<T>,
  options: RecorderOptions = {},
): Promise<T> {
  const recorder = await Recorder.open(path, { env: {}, ...options })
  const result = await use(recordedFetch(recorder), recorder)
  await recorder.stop()
  return result
}

describe.each(['record', 'replay', 'passthrough'] as const)('in mode %s', (mode) => {
  const body = new Blob(['a']).stream()

  test.for<[string, RequestInit]>([
    ['a stream without duplex', { method: 'POST', body }],
    ['chunks without duplex', { method: 'POST', body: (async function* () {})() as never }],
    ['another duplex', { method: 'POST', body, duplex: 'full' as never }],
    ['a method that is none', { method: 'A B' }],
    ['a method that fetch does not send', { method: 'CONNECT' }],
    ['a name of a header that is none', { headers: { 'a b': 'c' } }],
    ['such a name in a list', { headers: [['a b', 'c']] }],
    ['a value with a line break', { headers: { a: 'b\nc' } }],
    ['a value that is no Latin-1', { headers: { a: '\u0151' } }],
  ])('%s is refused as fetch does', async ([, init], { server, cassettePath }) => {
    const errorOf = (send: typeof fetch) => send(server.url, init).catch((error: Error) => error)
    const { name, message } = (await errorOf(fetch)) as Error
    await through(cassettePath, async (send) => (await send(server.url)).text())

    const refused = await through(
      cassettePath,
      async (send, recorder) => ({ error: await errorOf(send), counts: recorder.counts }),
      { mode },
    )

    expect(refused.error).toBeInstanceOf(TypeError)
    expect(refused.error).toMatchObject({ name, message })
    expect(refused.counts).toMatchObject({ played: 0, failed: 0, missed: 0, passedThrough: 0 })
  })
})

test.for(['PROPFIND', 'Query', undefined as never])(
  'the method %s, and headers that fetch mends, are no error',
  async (method, { server, cassettePath }) => {
    const headers = { a: ' \u00e9 ', b: 1 as never }
    const ask = async (send: typeof fetch) => (await send(server.url, { method, headers })).text()
    const live = await through(cassettePath, ask)
    await server.stop()

    expect(await through(cassettePath, ask, { mode: 'replay' })).toBe(live)
  },
)

test('a body that is given with duplex, or is none, is no error', async ({
  server,
  cassettePath,
}) => {
  const ask = async (send: typeof fetch, init: RequestInit) =>
    (await send(server.url, { method: 'POST', ...init })).text()
  const stream = () => new Blob(['a']).stream()

  await through(cassettePath, async (send) => {
    expect(await ask(send, { body: stream(), duplex: 'half' })).toBe('ok')
    expect(await ask(send, { body: null })).toBe('ok')
    expect(await ask(send, { body: new Blob(['a']) })).toBe('ok')
  })
})
