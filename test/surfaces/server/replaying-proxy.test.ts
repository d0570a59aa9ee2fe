import { describe, expect } from 'vitest'
import { EnvHttpProxyAgent, request } from 'undici'
import { interaction } from '../../support/interactions.ts'
import type { RunningServer } from '../../../src/surfaces/server.ts'
import { test } from './servers.ts'

const recorded = ['http://api.example.com/a', 'https://api.example.com/b'].map((url, id) =>
  interaction({ id, request: { url }, response: { body: url } }),
)
const cassette = { version: 2, interactions: recorded }

/** Asks for a URL with a server as the proxy for all there is. */
async function ask({ url: proxy, certificate }: RunningServer, url: string) {
  const trust = { ca: certificate! }
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: proxy,
    httpsProxy: proxy,
    noProxy: '',
    requestTls: trust,
  })
  const { statusCode, body } = await request(url, { dispatcher })
  const text = await body.text()
  await dispatcher.close()
  return { statusCode, text }
}

describe('a replay server with forwardProxy', () => {
  test.for(recorded.map(({ request: { url } }) => url))(
    'answers for %s, to clients that have it as their proxy',
    async (url, { replay }) => {
      const server = await replay(cassette, { forwardProxy: true })

      expect(await ask(server, url)).toEqual({ statusCode: 200, text: url })
    },
  )

  test('sends nothing on', async ({ replay, server: upstream }) => {
    const server = await replay(cassette, { forwardProxy: true })

    const { statusCode } = await ask(server, `${upstream.url}/a`)

    expect([statusCode, upstream.seen]).toEqual([424, []])
    expect(server.counts.missed).toBe(1)
  })

  test('is asked for itself by clients that have it as their proxy', async ({ replay }) => {
    const server = await replay(cassette, { forwardProxy: true })

    const played = await ask(server, `${server.url}/a`)
    const { text } = await ask(server, `${server.url}/__wiretape/status`)

    expect(played).toEqual({ statusCode: 200, text: recorded[0]?.request.url })
    expect(JSON.parse(text)).toMatchObject({ counts: { played: 1 } })
  })

  test.for([
    [{ host: '0.0.0.0' }, 'A forward proxy is for this machine alone'],
    [{ tls: { cert: '', key: '' } }, 'tls is for a server that is no forward proxy.'],
  ] as const)('does not go together with %j', async ([options, message], { replay }) => {
    const starting = replay(cassette, { forwardProxy: true, ...options })

    await expect(starting).rejects.toThrow(message)
  })

  test('has a certificate, and without it there is none', async ({ replay }) => {
    const proxy = await replay(cassette, { forwardProxy: true })
    const plain = await replay(cassette)

    expect(proxy.certificate).toMatch(/^-----BEGIN CERTIFICATE-----/)
    expect(plain.certificate).toBeUndefined()
  })
})
