import https from 'node:https'
import * as undici from 'undici'
import { describe, expect } from 'vitest'
import { type Recorder, recordedFetch, withCassette } from '../../../src/index.ts'
import { cassetteDispatcher } from '../../../src/surfaces/undici.ts'
import { loadCassette } from '../../support/load-cassette.ts'
import { authority, http2Test, httpsTest } from '../../support/secure.ts'
import { askFetch } from '../ask-fetch.ts'
import { askHttp } from '../ask-http.ts'
import { Sessions } from '../ask-http2.ts'
import { askUndici } from '../ask-undici.ts'
import type { Answer } from '../battery.ts'
import { tapped } from './tapped.ts'

const ca = authority.certificate

tapped(
  'node:https',
  () => {
    const agent = new https.Agent({ ca, keepAlive: true })
    return { ask: (ask) => askHttp(ask, { agent }), close: async () => agent.destroy() }
  },
  httpsTest,
)

tapped(
  'undici.fetch over TLS',
  () => {
    const dispatcher = new undici.Agent({ connect: { ca } })
    const send = undici.fetch as unknown as typeof fetch
    return { ask: (ask) => askFetch(send, ask, { dispatcher }), close: () => dispatcher.destroy() }
  },
  httpsTest,
)

tapped(
  'undici.request over HTTP/2',
  () => {
    const dispatcher = new undici.Agent({ connect: { ca }, allowH2: true })
    return { ask: (ask) => askUndici(ask, dispatcher), close: () => dispatcher.destroy() }
  },
  http2Test,
)

tapped(
  'node:http2',
  () => {
    const sessions = new Sessions({ ca })
    return { ask: (ask) => sessions.ask(ask), close: async () => sessions.close() }
  },
  http2Test,
)

describe('HTTP/2', () => {
  const open = () => new undici.Agent({ connect: { ca }, allowH2: true })

  /** Ways to ask over a dispatcher, each seen by a recorder. */
  const asked: readonly (readonly [string, (ask: Asked) => Promise<string>])[] = [
    ['tapped', async ({ url, agent }) => textOf(await askUndici({ url }, agent))],
    [
      'through cassetteDispatcher()',
      async ({ url, agent, recorder }) =>
        textOf(await askUndici({ url }, cassetteDispatcher(recorder, agent))),
    ],
    [
      "through recordedFetch() over undici's fetch",
      async ({ url, agent, recorder }) => {
        const fetchOver = ((input: string, init: undici.RequestInit) =>
          undici.fetch(input, { ...init, dispatcher: agent })) as unknown as typeof fetch
        return (await recordedFetch(recorder, fetchOver)(url)).text()
      },
    ],
  ]

  http2Test.for(asked)(
    'is what the cassette says where it was spoken, %s',
    async ([, ask], { server, cassettePath }) => {
      const run = async () => {
        const agent = open()
        const text = await withCassette(cassettePath, { env: {} }, (recorder) =>
          ask({ url: server.url, agent, recorder }),
        )
        await agent.destroy()
        return text
      }
      const live = await run()
      await server.stop()

      const [kept] = loadCassette(cassettePath).interactions
      expect(kept!.response).toMatchObject({ proto: 'HTTP/2.0', protoMajor: 2, protoMinor: 0 })
      expect(kept!.request.proto).toBe('HTTP/1.1')
      expect(await run()).toBe(live)
    },
  )

  httpsTest('is not where the server does not speak it', async ({ server, cassettePath }) => {
    const agent = open()
    await withCassette(cassettePath, { env: {} }, async () =>
      textOf(await askUndici({ url: server.url }, agent)),
    )
    await agent.destroy()

    expect(loadCassette(cassettePath).interactions[0]!.response.proto).toBe('HTTP/1.1')
  })
})

describe('a certificate that is not trusted', () => {
  const asked: readonly (readonly [string, (url: string) => Promise<unknown>])[] = [
    ['the built-in fetch', (url) => fetch(url)],
    ['undici.request', (url) => undici.request(url)],
    ['node:https', (url) => askHttp({ url })],
  ]

  httpsTest.for(asked)(
    'reaches the caller of %s as ever, and is not kept',
    async ([, ask], { server, cassettePath }) => {
      const bare = await ask(server.url).catch(codesOf)
      const counts = await withCassette(cassettePath, { env: {} }, async (recorder) => {
        expect(await ask(server.url).catch(codesOf)).toEqual(bare)
        return recorder.counts
      })

      expect(bare).toContain('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
      expect(counts).toMatchObject({ failed: 1, recorded: 0 })
    },
  )
})

interface Asked {
  readonly url: string
  readonly agent: undici.Agent
  readonly recorder: Recorder
}

async function textOf(answer: Answer): Promise<string> {
  let text = ''
  for await (const chunk of answer.chunks) text += Buffer.from(chunk).toString()
  return text
}

function codesOf(error: unknown): unknown[] {
  return error instanceof Error
    ? ['code' in error ? error.code : error.name, ...codesOf(error.cause)]
    : []
}
