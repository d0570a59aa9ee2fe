import type { Message } from './incoming.ts'

/**
 * Whether a body that has ended, after so many bytes, is less than its client announced, or was given up by it.
 *
 * Node ends the body of a stream of HTTP/2 that was reset like a whole one. Sent on as whole, it would leave the upstream
 * waiting for the rest on a connection that another request is sent on.
 */
export function isCutShort(message: Message, length: number): boolean {
  if (!('stream' in message)) return false
  const { stream, headers } = message
  const announced = headers['content-length']
  const isOther = announced !== undefined && Number(announced) !== length
  return isOther || stream.aborted || (stream.rstCode ?? 0) !== 0
}
