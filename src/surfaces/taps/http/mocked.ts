import type { ClientRequest } from 'node:http'
import type { Duplex } from 'node:stream'
import { type Body, bodyOf } from '../../../core/body.ts'
import { bytesOf, replaceWriting } from './upload.ts'

/** The agent that msw 2 and nock 14 give to each request, below which a mock decides. */
export interface MockAgent {
  createConnection: (...given: unknown[]) => MockSocket
}

interface MockSocket {
  /** Connects to the real server: called where no mock answers. */
  createConnection: () => Duplex
}

/** Whether an agent belongs to a library of mocks, which is asked before the request goes anywhere. */
export function isMockAgent(agent: unknown): agent is MockAgent {
  if (typeof agent !== 'object' || agent === null) return false
  return 'customAgent' in agent && 'onRequest' in agent && 'onResponse' in agent
}

/** What becomes of a request below a mock. */
export interface BelowMock {
  /** The mock lets it through: gives the connection it is to be sent on. */
  connect(body: Body | undefined, connect: () => Duplex): Duplex
  /** The mock has answered it. */
  mocked(): void
}

/** Waits for what a mock says of a request. */
export function askBelowMock(mock: MockAgent, request: ClientRequest, below: BelowMock): void {
  const upload = collectUpload(request)
  const create = mock.createConnection
  let isThrough = false
  mock.createConnection = (...given) => {
    const socket = create.apply(mock, given)
    const connect = socket.createConnection
    socket.createConnection = () => {
      isThrough = true
      return below.connect(upload(), connect)
    }
    return socket
  }
  request.once('close', () => {
    if (!isThrough) below.mocked()
  })
}

/** Collects what is written. @returns what gives it, once the request has ended */
export function collectUpload(request: ClientRequest): () => Body | undefined {
  const pieces: Uint8Array[] = []
  const take = (chunk: unknown, encoding: unknown): void => {
    const bytes = bytesOf(chunk, encoding)
    if (bytes !== undefined) pieces.push(Buffer.from(bytes))
  }
  const its = replaceWriting(request, {
    write(chunk, encoding, callback) {
      take(chunk, encoding)
      return its.write(chunk, encoding, callback)
    },
    end(chunk, encoding, callback) {
      take(chunk, encoding)
      return its.end(chunk, encoding, callback)
    },
  })
  return () => (request.writableEnded ? bodyOf(Buffer.concat(pieces)) : undefined)
}
