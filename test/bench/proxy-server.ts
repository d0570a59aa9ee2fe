// A proxy in a process of its own, which the rows of proxy.bench.ts start: KIND, the folder of its cassette.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { Agent } from 'undici'
import { startRecordingProxy } from '../../src/surfaces/server.ts'

const [kind = '', folder = ''] = process.argv.slice(2)
const proxy = await startedAs(kind)
process.once('disconnect', () => void proxy.close().then(() => process.exit()))
// How much of the processor it has taken so far, in microseconds.
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.(user + system)
})
process.send?.(proxy.port)

function startedAs(
  what: string,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  switch (what) {
    case 'wiretape':
      return startRecordingProxy({ cassette: join(folder, 'x.yaml'), mode: 'record', env: {} })
    case 'bare':
      return bare()
    case 'mockttp':
      return mockttp()
    default:
      throw new Error(`There is no ${what}.`)
  }
}

/** What a proxy costs that remembers nothing: Node's server, undici's client. */
async function bare() {
  const agent = new Agent({ connections: 1_000 })
  const server = createServer((request, response) => {
    const { origin, pathname, search } = new URL(request.url ?? '')
    const { host: _host, connection: _connection, ...headers } = request.headers
    const hasBody = request.headers['content-length'] !== undefined
    agent
      .request({
        origin,
        path: pathname + search,
        method: request.method as 'GET',
        headers,
        body: hasBody ? request : null,
      })
      .then(
        ({ statusCode, headers: fields, body }) => {
          response.writeHead(statusCode, fields)
          pipeline(body, response, () => {})
        },
        () => response.destroy(),
      )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, close: async () => void server.close() }
}

async function mockttp() {
  const { getLocal } = await import('mockttp')
  // As it comes: it remembers what passes, as we do.
  const server = getLocal()
  await server.start()
  await server.forAnyRequest().thenPassThrough()
  return { port: server.port, close: () => server.stop() }
}
