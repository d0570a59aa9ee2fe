import type { ClientHttp2Stream, ServerHttp2Stream } from 'node:http2'
import { bodyLength } from '../../../core/body.ts'
import { WiretapeError } from '../../../core/errors.ts'
import { type ResponseHead, wirePairs } from '../../../core/head.ts'
import type { HeaderMap } from '../../../core/headers.ts'
import type { Playback } from '../../../engine/playback.ts'
import { asError } from '../../../engine/recorder-errors.ts'
import { http2Fields } from '../../http2-fields.ts'
import { feed } from '../../turns.ts'
import { failStream } from './failing.ts'

/** Plays a response to a stream of a server, whose client is in this process. */
export function playToStream(
  stream: ServerHttp2Stream,
  client: ClientHttp2Stream,
  playback: Playback,
): void {
  const feeding = feed(
    playback,
    {
      begin() {},
      head: (head) => respond(stream, head, playback),
      chunk: (bytes) => isOver(stream) || stream.write(bytes),
      end: () => void (isOver(stream) || stream.end()),
      fail: (error) => failStream(stream, client, asError(error)),
    },
    undefined,
  )
  const wanted = (): void => feeding.resume()
  stream.on('drain', wanted)
  // From a connection the body comes a moment later. Who begins to read a stream that has all of it, is told of an error.
  client.once('response', wanted)
  stream.once('close', () => playback.abort())
}

function respond(stream: ServerHttp2Stream, head: ResponseHead, playback: Playback): boolean {
  if (stream.destroyed || stream.closed) return false
  const { code, headers } = head
  if (code > 599) throw uncarried(playback)
  const { trailer, error } = playback.response
  const trailers = fieldsOf(trailer)
  // Node ends what it resets: that must not reach the client as the end of a body.
  const waitForTrailers = Object.keys(trailers).length > 0 || error !== undefined
  stream.once('wantTrailers', () => stream.sendTrailers(trailers))
  const endStream = !waitForTrailers && isHeadAlone(playback)
  const fields = { ...fieldsOf(headers), ':status': code }
  stream.respond(fields, { sendDate: false, waitForTrailers, endStream } as object)
  return false
}

/** Whether a head ends the stream. To clients of gRPC its fields are trailers, then. */
function isHeadAlone({ response }: Playback): boolean {
  const { body, chunks } = response
  return bodyLength(body) === 0 && chunks === undefined
}

/** Also where a head was all of it. */
function isOver(stream: ServerHttp2Stream): boolean {
  return stream.destroyed || stream.closed || stream.writableEnded
}

function fieldsOf(headers: HeaderMap): ReturnType<typeof http2Fields> {
  return http2Fields(wirePairs(headers).flat())
}

function uncarried({ interaction: { id, response } }: Playback): WiretapeError {
  return new WiretapeError(
    'UNPLAYABLE',
    `Interaction ${id} has the status ${response.code}, which HTTP/2 does not carry.\n` +
      'Give its code the status that was meant (200 to 599), or record it again.',
  )
}
