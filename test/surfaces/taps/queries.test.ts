import * as undici from 'undici'
import { expect } from 'vitest'
import { withCassette } from '../../../src/index.ts'
import { loadCassette } from '../../support/load-cassette.ts'
import { test } from '../../support/test.ts'

test.for([
  { a: 'b c' },
  { "it's (all)": '*!~', 'é+&=': '%' },
  { list: [1, 2], none: null, unknown: undefined, nan: Number.NaN, big: 5n, nested: { a: 1 } },
  {},
])(
  'the query %o of undici.request is recorded as it is sent',
  async (query, { server, cassettePath }) => {
    server.reply((request, response) => void response.end(request.url))
    const ask = (): Promise<string> =>
      withCassette(cassettePath, { env: {} }, async () => {
        const { body } = await undici.request(`${server.url}/path`, { query })
        return body.text()
      })
    const sent = await ask()
    await server.stop()

    const [kept] = loadCassette(cassettePath).interactions
    expect(kept?.request.url).toBe(server.url + sent)
    expect(await ask()).toBe(sent)
  },
)
