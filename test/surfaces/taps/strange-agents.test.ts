import { EventEmitter } from 'node:events'
import http, { type Agent, type ClientRequest } from 'node:http'
import net from 'node:net'
import { text } from 'node:stream/consumers'
import { inherits } from 'node:util'
import { expect } from 'vitest'
import { withCassette } from '../../../src/index.ts'
import { loadCassette } from '../../support/load-cassette.ts'
import { test } from '../../support/test.ts'

interface WithSocket {
  onSocket(socket: net.Socket): void
}

/** Gives a request a connection of its own making. */
function connect(request: ClientRequest, { port }: { port: number }): void {
  ;(request as unknown as WithSocket).onSocket(net.connect(port, '127.0.0.1'))
}

/** An agent as global-agent has it: of no class of Node's. */
class Plain {
  addRequest(request: ClientRequest, options: { port: number }): void {
    connect(request, options)
  }
}

/** One as agent-base 6 has it. */
class Emitter extends EventEmitter {
  addRequest(request: ClientRequest, options: { port: number }): void {
    connect(request, options)
  }
}

/** One as tunnel has it: an emitter whose constructor never ran. */
function Old(this: object): void {}
inherits(Old, EventEmitter)
Old.prototype.addRequest = connect

const agents: Readonly<Record<string, object>> = {
  'a class of its own': new Plain(),
  'an emitter': new Emitter(),
  'an emitter of the old kind': Reflect.construct(Old, []),
  'an object': { addRequest: connect },
}

function ask(url: string, agent: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent: agent as Agent }, (response) => resolve(text(response)))
    request.once('error', reject)
  })
}

test.for(Object.entries(agents))(
  'requests over %s that was made before are recorded once and replayed',
  async ([, agent], { server, cassettePath }) => {
    server.reply((_request, response) => void response.end('live'))
    const run = () => withCassette(cassettePath, { env: {} }, () => ask(server.url, agent))
    expect(await run()).toBe('live')
    expect(loadCassette(cassettePath).interactions).toHaveLength(1)
    await server.stop()

    expect(await run()).toBe('live')
  },
)

test('a request has its agent as ever while a recorder is installed, and after', async ({
  cassettePath,
}) => {
  const facts = (): unknown => {
    const request = http.request({ host: '127.0.0.1', port: 9 }).on('error', () => {})
    request.destroy()
    const place = Object.keys(request).indexOf('agent')
    return { ...Object.getOwnPropertyDescriptor(request, 'agent'), place }
  }
  const bare = facts()
  const options = { env: {}, mode: 'passthrough' } as const

  expect(await withCassette(cassettePath, options, facts)).toEqual(bare)
  expect(facts()).toEqual(bare)
})
