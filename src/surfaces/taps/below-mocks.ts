import { Socket } from 'node:net'

/** Whether all mocks that listen see what is written to a connection: not where it was made before they did. */
export function isBelowMocks(socket: object): boolean {
  const marks = marksOfMocks()
  return marks.length > 0 && marks.every((mark) => mark in socket)
}

interface Marked {
  readonly connect: unknown
  readonly marks: readonly symbol[]
}

let last: Marked | undefined

/** What each copy of theirs marks the connections with that it sees. They replace `connect` as they begin and end. */
function marksOfMocks(): readonly symbol[] {
  const connect: unknown = Reflect.get(Socket.prototype, 'connect')
  if (last !== undefined && last.connect === connect) return last.marks
  const marks = marksOf(unconnected())
  last = { connect, marks }
  return marks
}

function marksOf(socket: object): symbol[] {
  return Object.getOwnPropertySymbols(socket).filter(
    ({ description }) => description === 'kPatched',
  )
}

/** A connection that was asked for and never made: there is no such port. */
function unconnected(): Socket {
  const socket = new Socket()
  try {
    socket.connect({ port: 65_536 })
  } catch {
    return socket
  } finally {
    socket.destroy()
  }
  return socket
}
