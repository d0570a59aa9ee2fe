import * as https from 'node:https'
import type { AddressInfo } from 'node:net'
import { Authority } from '../../src/surfaces/server/authority.ts'
import { test as base } from '../support/test.ts'

/** vitest's test with a server of HTTPS. */
export const test = base.extend<{
  /** The URL of a server of HTTPS, which nobody trusts. It says what it was asked for. */
  readonly secure: string
}>({
  // oxlint-disable-next-line no-empty-pattern
  secure: async ({}, use) => {
    const leaf = await (await Authority.make()).leafFor('localhost')
    const { cert, key } = leaf as { readonly cert: string; readonly key: string }
    const server = https.createServer({ cert, key }, (request, response) => {
      request.resume().once('end', () => response.end(`secure ${request.method} ${request.url}`))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    await use(`https://localhost:${(server.address() as AddressInfo).port}`)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  },
})
