import { HttpResponse, http as mswHttp } from 'msw'
import { setupServer } from 'msw/node'
import { afterEach, describe, expect } from 'vitest'
import { withCassette } from '../../src/index.ts'
import { cassetteHandlers } from '../../src/surfaces/msw.ts'
import { loadCassette } from '../support/load-cassette.ts'
import { sse, stream } from '../support/loopback.ts'
import { test } from '../support/test.ts'
import { cassetteOf, recorded } from './server/recorded.ts'

const url = 'http://a.test/'

const worlds: ReturnType<typeof setupServer>[] = []

function listen(...handlers: Parameters<typeof setupServer>): void {
  const world = setupServer(...handlers)
  world.listen({ onUnhandledRequest: 'bypass' })
  worlds.push(world)
}

afterEach(() => {
  for (const world of worlds.splice(0)) world.close()
})

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
    server.reply((request, response) => {
      // Else fetch might ask for more on the connection that ends with the server.
      response.setHeader('connection', 'close')
      request.pipe(response)
    })
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

  test('leave what the cassette does not have to the next handler, with its body', async () => {
    const read = mswHttp.post(`${url}mine`, async ({ request }) =>
      HttpResponse.text(await request.text()),
    )
    listen(...cassetteHandlers(cassetteOf(recorded(url))), read)

    const answer = await fetch(`${url}mine`, { method: 'POST', body: 'given' })

    expect(await answer.text()).toBe('given')
  })

  test('leave a request that nobody answers to onUnhandledRequest', async ({ server }) => {
    const world = setupServer(...cassetteHandlers(cassetteOf(recorded(`${server.url}/`))))
    // Msw 3 has another name for it.
    world.listen({ onUnhandledRequest: 'error', onUnhandledFrame: 'error' } as object)
    worlds.push(world)

    expect((await fetch(server.url)).status).toBe(200)
    await expect(fetch(server.url)).rejects.toThrow(/bypass|fetch/)
    expect(server.seen).toEqual([])
  })

  test('go behind a handler that is put before them', async () => {
    const world = setupServer(...cassetteHandlers(cassetteOf(recorded(url, { body: 'kept' }))))
    world.listen()
    worlds.push(world)
    world.use(mswHttp.get(url, () => HttpResponse.text('mine')))
    expect(await (await fetch(url)).text()).toBe('mine')
    world.resetHandlers()

    expect(await (await fetch(url)).text()).toBe('kept')
  })
})
