import { once } from 'node:events'
import { type IncomingMessage, type OutgoingHttpHeaders, createServer, request } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { KeepingAgent } from '../../../src/surfaces/server/keeping-agents.ts'

test('a connection is used again by requests to its place, and by no others', async () => {
  const { port } = await service()
  const ask = asker(port)

  const connections = [await ask('a'), await ask('a'), await ask('b'), await ask('a')]

  expect(connections).toEqual([1, 1, 2, 1])
})

test('a connection that its server has closed is not used again', async () => {
  const { port, server } = await service()
  const ask = asker(port)
  await ask('a')
  const closed = once(ask.socket(), 'close')

  server.closeIdleConnections()
  await closed

  expect(await ask('a')).toBe(2)
})

test('a connection that its server will keep for a second at most is not used again', async () => {
  const { port } = await service({ 'Keep-Alive': 'timeout=1' })
  const ask = asker(port)

  expect([await ask('a'), await ask('a')]).toEqual([1, 2])
})

test('a connection is closed when its time to wait is over', async () => {
  const { port } = await service()
  const ask = asker(port)
  await ask('a')
  const closed = once(ask.socket(), 'close')

  // As an agent does where a server has said how long it keeps it.
  ask.socket().setTimeout(1)
  await closed

  expect(await ask('a')).toBe(2)
})

/** A service whose answers say over which of its connections they go. */
async function service(fields: OutgoingHttpHeaders = {}) {
  const numbers = new Map<unknown, number>()
  const server = createServer({ keepAliveTimeout: 60_000 }, ({ socket }, response) => {
    response.writeHead(200, fields).end(String(numbers.get(socket)))
  })
  server.on('connection', (socket) => numbers.set(socket, numbers.size + 1))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => server.close().closeAllConnections())
  return { server, port: (server.address() as AddressInfo).port }
}

/** What asks a service with one agent, and gives the number of the connection. */
interface Asker {
  (place: string): Promise<number>
  /** The connection of the last request. */
  socket(): Socket
}

function asker(port: number): Asker {
  const agent = new KeepingAgent()
  onTestFinished(() => agent.destroy())
  let socket: Socket
  const ask = async (place: string): Promise<number> => {
    const options = { agent, host: '127.0.0.1', port, place }
    const sent = request(options).once('socket', (given) => (socket = given))
    // Its agent has it back after that.
    const isOver = once(sent, 'close')
    sent.end()
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    let text = ''
    response.setEncoding('utf8').on('data', (piece: string) => (text += piece))
    await isOver
    await new Promise(setImmediate)
    return Number(text)
  }
  return Object.assign(ask, { socket: () => socket })
}
