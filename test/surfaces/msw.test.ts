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
})
