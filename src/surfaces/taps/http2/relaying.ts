import type { ClientHttp2Stream, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import { cancel, errorOf } from './codes.ts'
import { failStream } from './failing.ts'

// NGHTTP2_FLAG_END_STREAM
const endOfStream = 1

/** What a client sent of its request so far, behind the head. */
export interface Upload {
  readonly pieces: Uint8Array[]
  /** Whether that is all of its body. */
  isWhole: boolean
  trailers: IncomingHttpHeaders
}

/**
 * Sends on what a client has asked, and gives back what comes: piece by piece, no faster than it is read.
 *
 * @param stream - Where the request came in.
 * @param client - The same as its client has it, where it is known.
 * @param service - Where it goes out.
 */
export function relay(
  stream: ServerHttp2Stream,
  client: ClientHttp2Stream | undefined,
  service: ClientHttp2Stream,
  upload: Upload,
): void {
  relayRequest(stream, service, upload)
  relayResponse(stream, client, service)
  relayEnd(stream, client, service)
}

function relayRequest(stream: ServerHttp2Stream, service: ClientHttp2Stream, upload: Upload): void {
  service.once('wantTrailers', () => service.sendTrailers(upload.trailers))
  for (const piece of upload.pieces) service.write(piece)
  if (!upload.isWhole) stream.pipe(service)
  else if (!service.writableEnded) service.end()
}

function relayResponse(
  stream: ServerHttp2Stream,
  client: ClientHttp2Stream | undefined,
  service: ClientHttp2Stream,
): void {
  let trailers: IncomingHttpHeaders = {}
  const isOpen = (): boolean => !stream.destroyed && !stream.closed
  service.on('headers', (fields) => {
    if (isOpen() && !stream.headersSent) stream.additionalHeaders(fields)
  })
  service.on('response', (fields, flags) => {
    const endStream = (flags & endOfStream) !== 0
    const options = { endStream, waitForTrailers: !endStream, sendDate: false }
    if (!isOpen()) return
    stream.respond(fields, options)
    if (client === undefined) return
    // As from a connection: the body comes a moment later.
    service.pause()
    client.once('response', () => service.resume())
  })
  service.on('trailers', (fields) => (trailers = fields))
  stream.once('wantTrailers', () => stream.sendTrailers(trailers))
  service.on('data', (piece: Buffer) => {
    if (isOpen() && !stream.writableEnded && !stream.write(piece)) service.pause()
  })
  stream.on('drain', () => service.resume())
  service.once('end', () => {
    if (isOpen() && service.rstCode === 0 && !service.aborted) stream.end()
  })
}

function relayEnd(
  stream: ServerHttp2Stream,
  client: ClientHttp2Stream | undefined,
  service: ClientHttp2Stream,
): void {
  let failure: Error | undefined
  service.once('error', (error) => (failure = error))
  service.once('close', () => {
    const error = errorOf(service, failure)
    if (error !== undefined && !stream.destroyed) failStream(stream, client, error)
  })
  stream.once('close', () => {
    if (!service.closed) service.close(stream.rstCode || cancel)
  })
}
