import { Authority } from '../../src/surfaces/server/authority.ts'
import { Loopback } from './loopback.ts'
import { test } from './test.ts'

/** Signs the certificates of these tests' servers: a client that is given it trusts them. */
export const authority: Authority = await Authority.make()

// vitest reads from the parameters what a fixture depends on: it has to be a pattern, if an empty one.
/* oxlint-disable no-empty-pattern */

function overTls(speaks: 'http/1' | 'http/2'): typeof test {
  return test.extend<{ server: Loopback }>({
    server: async ({}, use) => {
      const { cert, key } = await authority.leafFor('127.0.0.1')
      const server = await Loopback.startSecure({ cert: String(cert), key: String(key) }, speaks)
      await use(server)
      await server.stop()
    },
  }) as typeof test
}

/** A test whose server speaks TLS. */
export const httpsTest: typeof test = overTls('http/1')

/** A test whose server speaks TLS, and HTTP/2 with whoever can. */
export const http2Test: typeof test = overTls('http/2')
