import { type AddressInfo, type Socket, connect, createServer } from 'node:net'

const body = JSON.stringify({
  id: 'item-1',
  object: 'item',
  tags: ['a', 'b', 'c'],
  text: 'as services answer '.repeat(40),
})
const answer = Buffer.from(
  'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\n' +
    `Content-Length: ${body.length}\r\n\r\n${body}`,
)
const endOfHead = Buffer.from('\r\n\r\n')

/** A service that answers each request with the same small JSON, at the least cost. @returns its port */
export async function startService(): Promise<{ readonly port: number; close(): void }> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.on('data', (bytes: Buffer) => {
      for (let at = bytes.indexOf(endOfHead); at !== -1; at = bytes.indexOf(endOfHead, at + 4)) {
        socket.write(answer)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { port, close: () => void server.close() }
}

/** Asks a service through a proxy, over so many connections at once. @returns requests a second */
export async function rateThrough(
  proxy: number,
  service: number,
  requests: number,
  connections: number,
): Promise<number> {
  let left = requests
  const take = (): boolean => left-- > 0
  const begun = performance.now()
  await Promise.all(Array.from({ length: connections }, () => worker(proxy, service, take)))
  return (requests / (performance.now() - begun)) * 1_000
}

// mockttp takes a connection for one of its own, and answers with an error, where one of those has the same port by chance.
const fromElsewhere = process.platform === 'linux' ? { localAddress: '127.0.0.2' } : {}

/** One connection, that asks again as soon as it has its answer. */
function worker(proxy: number, service: number, take: () => boolean): Promise<void> {
  const asked =
    `GET http://127.0.0.1:${service}/v1/items?page=1 HTTP/1.1\r\nHost: 127.0.0.1:${service}\r\n` +
    'Accept: application/json\r\nUser-Agent: bench\r\n\r\n'
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port: proxy, host: '127.0.0.1', ...fromElsewhere })
    let text = ''
    const next = (): void => {
      if (take()) socket.write(asked)
      else socket.end(resolve)
    }
    socket.setEncoding('latin1').once('connect', next)
    socket.once('error', reject)
    socket.on('data', (piece: string) => {
      text += piece
      // The body is the end of it, framed in one way or the other.
      if (!text.includes('"as services') || !/ "\}\s*(?:\r\n0\r\n\r\n)?$/.test(text)) return
      text = ''
      next()
    })
  })
}
