import type { ClientRequest, IncomingMessage } from 'node:http'
import { keptValue } from '../../core/field-value.ts'
import { isBodyless } from '../../core/head.ts'
import { headersOfRaw } from '../../core/headers.ts'
import type { Recording } from '../../engine/recording.ts'
import { asError } from '../../engine/recorder-errors.ts'
import { recordedError } from '../taps/http/closed.ts'
import { endToEnd, isNamed, keeping } from './fields.ts'
import type { Incoming } from './incoming.ts'
import { type Problem, upstreamProblem } from './problem.ts'
import type { Reply } from './reply.ts'
import type { ReadBody } from './request-body.ts'
import { type Site, siteOf } from './site.ts'
import type { Upgrade } from './upgrade.ts'
import { Upload, type Watcher } from './upload.ts'
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
  new Errand(forwarding, upstreams).begin()
}

class Errand implements Watcher {
  readonly #forwarding: Forwarding
  readonly #site: Site
  readonly #upstreams: Upstreams
  readonly #upload: Upload
  #sending: ClientRequest | undefined
  #isAnswered = false

  constructor(forwarding: Forwarding, upstreams: Upstreams) {
    const { incoming, url, read, recording } = forwarding
    const site = siteOf(url)
    if (site === undefined) throw new TypeError(`${url} names no host.`)
    this.#forwarding = forwarding
    this.#site = site
    this.#upstreams = upstreams
    recording?.sending()
    this.#upload = new Upload(incoming.message, read, this)
  }

  begin(): void {
    this.#forwarding.reply.onClose((isWhole) => {
      if (!isWhole) this.left()
    })
    this.#send()
  }

  see(bytes: Uint8Array): void {
    this.#forwarding.recording?.sent(bytes)
  }

  ended(): void {
    this.#forwarding.recording?.sentAll()
  }

  /** The client went away. */
  left(): void {
    this.#isAnswered = true
    this.#forwarding.recording?.abort()
    this.#sending?.destroy()
  }

  #send(): void {
    const { incoming, url, reply } = this.#forwarding
    const { method, at, hasBody, upgrade } = incoming
    const path = url.slice(this.#site.length)
    const fields = fieldsFor(this.#forwarding, this.#site)
    let request: ClientRequest
    try {
      request = this.#upstreams.request(method, this.#site, path, fields, at)
    } catch (error) {
      // Node does not send all that it takes.
      return this.#failBefore(asError(error))
    }
    this.#sending = request
    if (hasBody) {
      request.on('continue', () => reply.proceed())
      // Not with the response: a body may go on when that has ended.
      request.on('close', () => {
        if (request === this.#sending) this.#upload.stop()
      })
    }
    request.on('information', ({ statusCode, rawHeaders }) => {
      if (statusCode !== 100) reply.inform(statusCode, rawHeaders)
    })
    request.on('response', (response) => {
      if (!reply.carries(response.statusCode ?? 0)) return this.#refuse(request, response)
      this.#isAnswered = true
      passOn(request, response, this.#forwarding)
    })
    if (upgrade !== undefined) this.#joinOn(request, upgrade)
    else request.on('upgrade', (response) => this.#refuse(request, response))
    request.on('error', (error) => this.#fail(request, error))
    this.#upload.sendTo(request)
  }

  #joinOn(request: ClientRequest, upgrade: Upgrade): void {
    request.once('upgrade', (response, upstream, first) => {
      this.#isAnswered = true
      upgrade.join(response, upstream, first)
    })
  }

  /** What came is no response, or none that this client can be given. */
  #refuse(request: ClientRequest, { statusCode = 0 }: IncomingMessage): void {
    const message = `it answered with the status ${statusCode}, which cannot be passed on`
    this.#fail(request, Object.assign(new Error(message), { code: 'HPE_INVALID_STATUS' }))
    request.destroy()
  }

  #fail(request: ClientRequest, error: Error): void {
    if (this.#isAnswered || request !== this.#sending) return
    // The upstream had closed this connection when we took it: it has not seen the request.
    if (request.reusedSocket && isReset(error) && this.#upload.isRepeatable) return this.#send()
    this.#failBefore(error)
  }

  #failBefore(error: Error): void {
    this.#isAnswered = true
    this.#upload.stop()
    this.#forwarding.recording?.fail(error)
    this.#forwarding.tellInstead(upstreamProblem(this.#forwarding.url, error))
  }
}

function passOn(
  request: ClientRequest,
  response: IncomingMessage,
  { reply, recording }: Forwarding,
): void {
  let isDraining = false
  const { statusCode: code = 0, statusMessage: reason = '', rawHeaders } = response
  recording?.onDrain(() => {
    isDraining = true
    response.resume()
  })
  // What is taken is on disk before the client sees it.
  const pass = (run: () => void): void => {
    if (recording === undefined) run()
    else if (!recording.pass(run)) reply.hold()
  }
  recording?.head({
    code,
    reason: keptValue(reason),
    proto: `HTTP/${response.httpVersion}`,
    headers: headersOfRaw(rawHeaders),
  })
  pass(() => reply.head({ code, reason, fields: endToEnd(rawHeaders), hasTrailer: false }))
  reply.onDrain(() => response.resume())
  response.on('data', (bytes: Uint8Array) => {
    recording?.data(bytes)
    pass(() => {
      if (!reply.write(bytes) && !isDraining) response.pause()
    })
  })
  watchEnding(request, response, {
    ended() {
      recording?.end(headersOfRaw(response.rawTrailers))
      pass(() => reply.end(response.rawTrailers))
    },
    cut(error) {
      recording?.fail(recordedError(error))
      pass(() => reply.cut())
    },
  })
}

interface Ending {
  ended(): void
  cut(error: Error): void
}

/** Node ends a body that ends with its connection on a reset, too, and tells its request of that alone. */
function watchEnding(request: ClientRequest, response: IncomingMessage, ending: Ending): void {
  const isOpen = endsWithConnection(request, response)
  let failure: Error | undefined
  request.on('error', (error) => void (failure ??= error))
  response.on('end', () => (isOpen && failure !== undefined ? ending.cut(failure) : ending.ended()))
  response.on('error', (error) => ending.cut(failure ?? error))
}

function endsWithConnection(
  { method }: ClientRequest,
  { statusCode = 0, headers }: IncomingMessage,
): boolean {
  const { 'content-length': length, 'transfer-encoding': coding } = headers
  return !isBodyless(method, statusCode) && length === undefined && coding === undefined
}

function isReset(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE'
}

function fieldsFor({ incoming, read }: Forwarding, { host }: Site): string[] {
  const { fields, upgrade, isChunked, service } = incoming
  // Whoever waited for leave to send its body has it, once that was read.
  const isSettled = read !== undefined
  const goes = (name: string): boolean =>
    !isNamed(name, 'host') &&
    !(isSettled && isNamed(name, 'expect')) &&
    // Where no trailers can be, Node does not send what announces them.
    (isChunked || !isNamed(name, 'trailer'))
  const sent = ['Host', service ?? host, ...keeping(fields, goes)]
  if (upgrade !== undefined) sent.push('Connection', 'Upgrade', 'Upgrade', upgrade.protocol)
  sent.push(...framingOf(incoming))
  return sent
}

const bodyless: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])

/** What Node has to be told lest it frames the body in its own way. */
function framingOf({ isChunked, hasBody, method, message }: Incoming): string[] {
  if (isChunked) return ['Transfer-Encoding', 'chunked']
  const isTold = hasBody || message.headers['content-length'] !== undefined
  return isTold || bodyless.has(method) ? [] : ['Content-Length', '0']
}
