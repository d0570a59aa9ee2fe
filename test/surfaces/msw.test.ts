import http from 'node:http'
import { once } from 'node:events'
import { HttpResponse, http as mswHttp } from 'msw'
import { setupServer } from 'msw/node'
import { afterEach, describe, expect } from 'vitest'
import { withCassette } from '../../src/index.ts'
import { cassetteHandlers } from '../../src/surfaces/msw.ts'
import { loadCassette } from '../support/load-cassette.ts'
import { sse, stream } from '../support/loopback.ts'
import { test } from '../support/test.ts'

const worlds: ReturnType<typeof setupServer>[] = []

function listen(...handlers: Parameters<typeof setupServer>): void {
  const world = setupServer(...handlers)
  world.listen({ onUnhandledRequest: 'bypass' })
  worlds.push(world)
}

afterEach(() => {
  for (const world of worlds.splice(0)) world.close()
})

async function getText(url: string): Promise<string> {
  const sending = http.get(url)
  const [response] = (await once(sending, 'response')) as [http.IncomingMessage]
  let text = ''
  for await (const chunk of response) text += String(chunk)
  return text
}

describe('cassetteHandlers()', () => {
  test('answer from the cassette, streams chunk by chunk, beside handlers of the user', async ({
    server,
    cassettePath,
  }) => {
    server.reply(stream(sse(4), { everyMs: 5 }))
    await withCassette(cassettePath, { env: {} }, async () => (await fetch(server.url)).text())
    await server.stop()
    listen(
      ...cassetteHandlers(loadCassette(cassettePath)),
      mswHttp.get(`${server.url}/mine`, () => HttpResponse.text('mine')),
    )

    const chunks: string[] = []
    for await (const chunk of (await fetch(server.url)).body!)
      chunks.push(Buffer.from(chunk).toString())
    expect(chunks).toEqual(sse(4))
    expect(await (await fetch(`${server.url}/mine`)).text()).toBe('mine')
  })

  test('match the body of a request', async ({ server, cassettePath }) => {
    server.reply((request, response) => void request.pipe(response))
    const ask = (body: string) => fetch(server.url, { method: 'POST', body })
    await withCassette(cassettePath, { env: {} }, async () => {
      await (await ask('one')).text()
      await (await ask('two')).text()
    })
    await server.stop()
    listen(...cassetteHandlers(loadCassette(cassettePath)))

    expect(await (await ask('two')).text()).toBe('two')
    expect(await (await ask('one')).text()).toBe('one')
  })
})

const clients: readonly (readonly [string, (url: string) => Promise<string>])[] = [
  ['fetch', async (url) => (await fetch(url)).text()],
  ['node:http', getText],
]

test.for(clients)(
  'what msw answers to %s is not recorded, what it lets through is',
  async ([, get], { server, cassettePath }) => {
    listen(mswHttp.get(`${server.url}/mocked`, () => HttpResponse.text('mock')))
    const ask = () =>
      withCassette(cassettePath, { env: {} }, async () => [
        await get(`${server.url}/mocked`),
        await get(`${server.url}/real`),
      ])
    const live = await ask()
    await server.stop()

    const urls = loadCassette(cassettePath).interactions.map(({ request }) => request.url)
    expect(live).toEqual(['mock', 'ok'])
    expect(urls).toEqual([`${server.url}/real`])
    expect(await ask()).toEqual(live)
  },
)
