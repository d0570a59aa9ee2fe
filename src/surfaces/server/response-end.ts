import type { ServerResponse } from 'node:http'

/**
 * Tells once that a response over HTTP/1 is over, whatever its end was: its connection is still there when this is asked.
 *
 * @param ended - `isWhole` is false where the client went away, or was cut off, before the end.
 */
export function watchEnd(response: ServerResponse, ended: (isWhole: boolean) => void): void {
  const { socket } = response.req
  const tell = (): void => ended(response.writableFinished)
  response.on('close', tell)
  if (response.socket !== null) return
  const gone = (): void => {
    response.off('close', tell)
    ended(false)
  }
  // Its turn on the connection has not come yet: until then not every Node tells it that this is gone.
  const stay = (): void => void socket.off('close', gone)
  socket.once('close', gone)
  response.once('socket', stay).once('close', stay)
}
