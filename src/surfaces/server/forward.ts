import type { ClientRequest, IncomingMessage } from 'node:http'
import { headersOfRaw } from '../../core/headers.ts'
import type { Recording } from '../../engine/recording.ts'
import { endToEnd, keeping } from './fields.ts'
import type { Incoming } from './incoming.ts'
import { type Problem, upstreamProblem } from './problem.ts'
import type { Reply } from './reply.ts'
import type { ReadBody } from './request-body.ts'
import { Upload } from './upload.ts'
import type { Upstreams } from './upstreams.ts'

/** A request that goes to its upstream, and where the answer goes. */
export interface Forwarding {
  readonly incoming: Incoming
  /** Absolute. */
  readonly url: string
  /** What was read of the request's body already. */
  readonly read: ReadBody | undefined
  readonly reply: Reply
  /** Takes what passes by; nothing where it is not remembered. */
  readonly recording: Recording | undefined
  /** Tells the client in place of a response that there is none. */
  readonly tellInstead: (problem: Problem) => void
}

/** Sends a request to its upstream, and passes on what comes back as it comes. */
export function forward(forwarding: Forwarding, upstreams: Upstreams): void {
  const { incoming, reply, recording, url } = forwarding
  const upload = new Upload(incoming.message, forwarding.read, (bytes) => recording?.sent(bytes))
  let sending: ClientRequest | undefined
  let isAnswered = false

  reply.onClose((isWhole) => {
    if (isWhole) return
    isAnswered = true
    recording?.abort()
    sending?.destroy()
  })
  send()

  function send(): void {
    const request = upstreams.request(incoming.method, url, fieldsFor(forwarding))
    sending = request
    request.on('continue', () => reply.proceed())
    request.on('information', ({ statusCode, rawHeaders }) => {
      if (statusCode !== 100) reply.inform(statusCode, rawHeaders)
    })
    request.once('response', (response) => {
      isAnswered = true
      passOn(response, forwarding)
      response.once('close', () => upload.stop())
    })
    request.on('error', (error) => fail(request, error))
    upload.sendTo(request)
  }

  function fail(request: ClientRequest, error: Error): void {
    if (isAnswered || request !== sending) return
    // The upstream had closed this connection when we took it: it has not seen the request.
    if (request.reusedSocket && isReset(error) && upload.isRepeatable) return send()
    isAnswered = true
    upload.stop()
    recording?.fail(error)
    forwarding.tellInstead(upstreamProblem(url, error))
  }
}

function passOn(response: IncomingMessage, { reply, recording }: Forwarding): void {
  let isDraining = false
  const { statusCode: code = 0, statusMessage: reason = '', rawHeaders } = response
  recording?.onDrain(() => {
    isDraining = true
    response.resume()
  })
  // What is taken is on disk before the client sees it.
  recording?.head({
    code,
    reason,
    proto: `HTTP/${response.httpVersion}`,
    headers: headersOfRaw(rawHeaders),
  })
  reply.head({ code, reason, fields: endToEnd(rawHeaders), hasTrailer: false })
  reply.onDrain(() => response.resume())
  response.on('data', (bytes: Uint8Array) => {
    recording?.data(bytes)
    if (!reply.write(bytes) && !isDraining) response.pause()
  })
  response.once('end', () => {
    recording?.end(headersOfRaw(response.rawTrailers))
    reply.end(response.rawTrailers)
  })
  response.once('error', (error) => {
    recording?.fail(error)
    reply.cut()
  })
}

function isReset(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE'
}

function fieldsFor({ incoming, read, url }: Forwarding): string[] {
  // Whoever waited for leave to send its body has it, once that was read.
  const isSettled = read !== undefined
  const fields = keeping(
    incoming.fields,
    (name) => name !== 'host' && !(isSettled && name === 'expect'),
  )
  return ['Host', new URL(url).host, ...fields, ...framingOf(incoming)]
}

const bodyless: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])

/** What Node has to be told lest it frames the body in its own way. */
function framingOf({ isChunked, hasBody, method, message }: Incoming): string[] {
  if (isChunked) return ['Transfer-Encoding', 'chunked']
  const isTold = hasBody || message.headers['content-length'] !== undefined
  return isTold || bodyless.has(method) ? [] : ['Content-Length', '0']
}
