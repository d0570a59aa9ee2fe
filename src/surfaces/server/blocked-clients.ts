import type { ServerHttp2Stream } from 'node:http2'
import { type Alarm, processClock } from '../../engine/clock.ts'

/** What Node reads a connection with. */
interface Readable {
  readStart(): unknown
}

const lookMs = 1_000

/**
 * Looks for a client that has left, as long as its stream waits for it.
 *
 * Over TLS Node before 26 reads nothing from a session that it cannot write to, and forgets the error of that write: an
 * answer to a client that left in the middle of it never ended. One that is there is read from a little early.
 *
 * @param done - Called once it waits no more.
 */
export function watchBlocked(stream: ServerHttp2Stream, done: () => void): void {
  let alarm: Alarm | undefined
  const stop = (): void => alarm?.cancel()
  stream.once('close', stop)
  const look = (): void => {
    const { session } = stream
    if (stream.destroyed || session === undefined || !stream.writableNeedDrain) {
      stream.off('close', stop)
      return done()
    }
    const handle = Reflect.get(session.socket, '_handle') as Readable | null | undefined
    handle?.readStart()
    alarm = processClock.at(processClock.now() + lookMs, look)
  }
  look()
}
