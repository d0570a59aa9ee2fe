import http2 from 'node:http2'
import type { AddressInfo } from 'node:net'
import { test as base } from './test.ts'

/** How a stream of a service is answered. */
export type StreamReply = (
  stream: http2.ServerHttp2Stream,
  fields: http2.IncomingHttpHeaders,
) => unknown

/** A server of bare HTTP/2 on loopback. */
export class Http2Service {
  /** How many requests it has seen. */
  seen = 0
  url = ''
  reply: StreamReply = (stream) => {
    stream.respond({ ':status': 200 })
    stream.end('ok')
  }
  readonly #server = http2.createServer()
  readonly #sessions = new Set<http2.ServerHttp2Session>()

  static async start(): Promise<Http2Service> {
    const service = new Http2Service()
    const server = service.#server
    server.on('session', (session) => {
      service.#sessions.add(session)
      session.on('error', () => {}).once('close', () => service.#sessions.delete(session))
    })
    server.on('stream', (stream, fields) => {
      service.seen += 1
      stream.on('error', () => {})
      void service.reply(stream, fields)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return service
  }

  async stop(): Promise<void> {
    for (const session of this.#sessions) session.destroy()
    if (!this.#server.listening) return
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

// vitest reads from the parameters what a fixture depends on: it has to be a pattern, if an empty one.
/* oxlint-disable no-empty-pattern */

/** A test with a server that speaks HTTP/2 and nothing else, without TLS. */
export const http2Test = base.extend<{ service: Http2Service }>({
  service: async ({}, use) => {
    const service = await Http2Service.start()
    await use(service)
    await service.stop()
  },
})
