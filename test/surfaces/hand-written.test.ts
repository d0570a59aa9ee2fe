import http from 'node:http'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { setupServer } from 'msw/node'
import * as undici from 'undici'
import { describe, expect, test } from 'vitest'
import type { RecordedResponse } from '../../src/core/model.ts'
import { Recorder, recordedFetch, toResponse } from '../../src/index.ts'
import { cassetteHandlers } from '../../src/surfaces/msw.ts'
import { startReplayServer } from '../../src/surfaces/server.ts'
import { cassetteDispatcher } from '../../src/surfaces/undici.ts'
import { cassetteOf, recorded } from './server/recorded.ts'

type Cassette = ReturnType<typeof cassetteOf>
type Speed = 'instant' | 'recorded'

/** What a client tells of a response: names in lower case, without those of the connection. */
interface Told {
  readonly status: number
  readonly fields: Readonly<Record<string, string>>
  readonly body: string
}

const url = 'http://a.test/'

const surfaces: Readonly<Record<string, (cassette: Cassette, speed: Speed) => Promise<Told>>> = {
  'the built-in fetch, tapped': tapped(async () => told(await fetch(url))),
  "undici's fetch, tapped": tapped(async () => told(await undici.fetch(url))),
  'undici.request, tapped': tapped(() => askUndici()),
  'node:http, tapped': tapped(() => askHttp(url)),
  'recordedFetch()': async (cassette, speed) =>
    told(await recordedFetch(Recorder.of(cassette, { speed }))(url)),
  'cassetteDispatcher()': (cassette, speed) =>
    askUndici(cassetteDispatcher(Recorder.of(cassette, { speed }))),
  'msw under fetch': mocked(async () => told(await fetch(url))),
  'msw under node:http': mocked(() => askHttp(url)),
  'the replay server': async (cassette, speed) => {
    const server = await startReplayServer(cassette, { speed })
    try {
      return await askHttp(server.url)
    } finally {
      await server.close()
    }
  },
  'toResponse()': async ({ interactions }) => told(toResponse(interactions[0]!)),
}

function tapped(ask: () => Promise<Told>): (typeof surfaces)[string] {
  return async (cassette, speed) => {
    const recorder = Recorder.of(cassette, { speed })
    recorder.install()
    try {
      return await ask()
    } finally {
      recorder.uninstall()
    }
  }
}

function mocked(ask: () => Promise<Told>): (typeof surfaces)[string] {
  return async (cassette, speed) => {
    const world = setupServer(...cassetteHandlers(cassette, { speed }))
    world.listen({ onUnhandledRequest: 'error' })
    try {
      return await ask()
    } finally {
      world.close()
    }
  }
}

async function told(response: Response): Promise<Told> {
  return tell(response.status, [...response.headers], await response.text())
}

async function askUndici(dispatcher?: undici.Dispatcher): Promise<Told> {
  const { statusCode, headers, body } = await undici.request(url, dispatcher && { dispatcher })
  return tell(statusCode, Object.entries(headers), await body.text())
}

async function askHttp(at: string): Promise<Told> {
  const asked = http.get(at, { agent: new http.Agent() })
  const [response] = (await once(asked, 'response')) as [http.IncomingMessage]
  return tell(response.statusCode, Object.entries(response.headers), await text(response))
}

const ofTheConnection = new Set(['connection', 'keep-alive', 'transfer-encoding'])

function tell(status = 0, pairs: readonly (readonly [string, unknown])[], body: string): Told {
  const fields = pairs.filter(([name]) => !ofTheConnection.has(name))
  return {
    status,
    fields: Object.fromEntries(fields.map(([name, value]) => [name, String(value)])),
    body,
  }
}

const utf8 = (given: string): string => Buffer.from(given).toString('latin1')

type Fields = Readonly<Record<string, readonly string[]>>

const oddFields: readonly (readonly [string, Fields, Readonly<Record<string, string>>])[] = [
  ['a name with a blank', { 'X Bad': ['v'] }, {}],
  ['a name that is empty', { '': ['v'] }, {}],
  ['a name with a line break', { 'A\r\nX-In: 1': ['v'] }, {}],
  ['a name beyond ASCII', { Ü: ['v'] }, {}],
  ['a name of HTTP/2', { ':status': ['500'] }, {}],
  ['a value with a line break', { 'X-A': ['a\r\nX-In: 1'] }, { 'x-a': 'a  X-In: 1' }],
  ['a value with a NUL', { 'X-A': ['a\0b'] }, { 'x-a': 'a b' }],
  ['a value with blanks around it', { 'X-A': [' a\t'] }, { 'x-a': 'a' }],
  ['a value beyond ASCII', { 'X-A': ['Zoë ✓'] }, { 'x-a': utf8('Zoë ✓') }],
  ['a length that is none', { 'Content-Length': ['many'] }, {}],
  ['a coding of the connection', { 'Transfer-Encoding': ['x-none'] }, {}],
]

function cassetteWith(response: Partial<RecordedResponse>): Cassette {
  return cassetteOf(recorded(url, { body: 'ok', headers: {}, ...response }))
}

describe.each(Object.entries(surfaces))('%s is played, of a cassette made by hand,', (_, play) => {
  test.each(oddFields)('%s', async (_name, odd, fields) => {
    const headers = { ...odd, 'X-Good': ['yes'] }
    const cassette = cassetteWith({ headers, trailer: odd })

    for (const speed of ['instant', 'recorded'] as const) {
      const got = await play(cassette, speed)
      expect(got).toEqual({ status: 200, fields: { ...fields, 'x-good': 'yes' }, body: 'ok' })
    }
  })

  test.each([
    [999, '999 Request denied'],
    [600, '600'],
    [200, '200 Zoë ✓'],
    [200, '200 a\r\nX-In: 1\0'],
  ])('the status %d with %j', async (code, status) => {
    for (const speed of ['instant', 'recorded'] as const) {
      const got = await play(cassetteWith({ code, status }), speed)
      expect(got).toEqual({ status: code, fields: {}, body: 'ok' })
    }
  })

  test('204 without the body that it cannot have', async () => {
    expect(await play(cassetteWith({ code: 204, status: '204' }), 'instant')).toEqual({
      status: 204,
      fields: {},
      body: '',
    })
  })
})

test.each([0, 99, 101, 1000])(
  'a response with the status %d is refused by every surface',
  async (code) => {
    const recorder = Recorder.of(cassetteWith({ code, status: String(code) }), { repeats: 'any' })
    const unplayable = { code: 'UNPLAYABLE', message: expect.stringContaining(`status ${code}`) }

    await expect(recordedFetch(recorder)(url)).rejects.toMatchObject(unplayable)
    await expect(askUndici(cassetteDispatcher(recorder))).rejects.toMatchObject(unplayable)
    recorder.install()
    await expect(askHttp(url)).rejects.toMatchObject(unplayable)
    await expect(fetch(url)).rejects.toMatchObject({ cause: unplayable })
    await expect(recorder.stop()).rejects.toMatchObject(unplayable)
  },
)
