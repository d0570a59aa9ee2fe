import type { ClientRequest, RequestOptions } from 'node:http'
import type { Duplex } from 'node:stream'
import { headOf } from './asked.ts'

/** Gives a request its connection, or the error for want of one. */
export type OnSocket = (socket: Duplex | null, error?: Error | null) => void

/** Whether a request brings a connection of its own (`createConnection`): it asks no agent for one. */
export function isAgentless(request: ClientRequest): boolean {
  return !Reflect.get(request, 'agent')
}

/** Where such a request says that it goes to. */
export function ownOptions(request: ClientRequest): RequestOptions {
  const port = /:(\d+)$/.exec(String(request.getHeader('host') ?? ''))?.[1]
  return port === undefined ? {} : { port }
}

/** Whether its connection came late: what of its body was written by then has passed us by. */
export function hasWritten(request: ClientRequest): boolean {
  // With an Expect the head waits for the connection from the start.
  const { length } = headOf(request) ?? ''
  return request.writableEnded || request.writableLength > length
}

/** Keeps its connection until it is known whether it is used. @returns what goes on with it */
export function keepConnection(
  request: ClientRequest,
  socket: Duplex,
  proceed: (error: Error | undefined) => void,
): () => void {
  let failure: Error | undefined
  let isUsed = false
  const fail = (error: Error): void => void (failure ??= error)
  socket.on('error', fail)
  request.once('close', () => {
    if (!isUsed) socket.destroy()
  })
  return () => {
    isUsed = true
    socket.off('error', fail)
    proceed(failure)
  }
}
