import { type Body, bodyBytes } from '../core/body.ts'
import { isBodyless, wirePairs } from '../core/head.ts'
import type { ResponseHead } from '../core/head.ts'
import { headersOf } from '../core/headers.ts'
import type { Playback } from '../engine/playback.ts'
import type { Recording } from '../engine/recording.ts'
import { PlayedStream } from './fetch-played-stream.ts'
import { takenStream } from './fetch-taken-stream.ts'
import { type Wire, protoOf } from './undici-wire.ts'

/**
 * The response of a playback, once its headers are due. Ends at once when the signal is aborted.
 *
 * @param isRelayed - Whether it is read only to be sent on.
 */
export function playedResponse(
  playback: Playback,
  url: string,
  signal: AbortSignal | undefined,
  isRelayed = false,
): Response | Promise<Response> {
  const whole = signal === undefined ? playback.wholeBody : undefined
  return whole === undefined
    ? playedStream(playback, url, signal, isRelayed)
    : dress(wholeResponse(playback, whole), url)
}

/** The response of a head with a body that is there at once. */
export function wholeResponse(
  { head, interaction }: Pick<Playback, 'head' | 'interaction'>,
  whole: Body | ReadableStream<Uint8Array>,
): Response {
  if (hasNoBody({ head, interaction })) return responseOf(null, head)
  // Fetch gives text a Content-Type of its own where the head has none.
  const hasType = head.headers['Content-Type'] !== undefined
  return responseOf(hasType || typeof whole !== 'string' ? whole : bodyBytes(whole), head)
}

function playedStream(
  playback: Playback,
  url: string,
  signal: AbortSignal | undefined,
  isRelayed: boolean,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const stream = new PlayedStream(playback, signal, isRelayed)
    stream.start((head) => {
      const body = hasNoBody(playback) ? null : stream.readable
      resolve(dress(responseOf(body, head), url))
    }, reject)
  })
}

/** Where a response comes from. */
interface Origin {
  readonly recording: Recording
  readonly url: string
  readonly wire: Wire
}

/** The live response, each byte passed on as it comes and taken on its way. */
export function takenResponse(raw: Response, { recording, url, wire }: Origin): Response {
  recording.head({
    code: raw.status,
    reason: raw.statusText,
    proto: protoOf(wire, new URL(url).origin),
    headers: headersOf(raw.headers),
    isDecoded: isDecodedByFetch(raw),
  })
  const { body } = raw
  const stream = body === null ? null : takenStream(body, recording)
  if (body === null) recording.end()
  const head = { status: raw.status, statusText: raw.statusText, headers: raw.headers }
  return dress(new Response(stream, head), url)
}

// What Node's fetch takes off. A list with any other coding stays as it is.
const decodable = /^(?:gzip|x-gzip|deflate|br)$/

function isDecodedByFetch({ headers, body }: Response): boolean {
  const codings = headers.get('content-encoding')?.toLowerCase().split(',') ?? []
  return body !== null && codings.length > 0 && codings.every((name) => decodable.test(name.trim()))
}

function hasNoBody({ head, interaction }: Pick<Playback, 'head' | 'interaction'>): boolean {
  return isBodyless(interaction.request.method, head.code) || head.code === 205
}

function responseOf(body: ConstructorParameters<typeof Response>[0], head: ResponseHead): Response {
  return new Response(body, {
    status: head.code,
    statusText: head.reason,
    headers: wirePairs(head.headers),
  })
}

/** Gives a made response what a fetched one has, also its clones. */
export function dress(response: Response, url: string, redirected = false): Response {
  Object.defineProperty(response, 'url', { value: url, configurable: true })
  Object.defineProperty(response, 'type', { value: 'basic', configurable: true })
  if (redirected) Object.defineProperty(response, 'redirected', { value: true, configurable: true })
  Object.defineProperty(response, 'clone', {
    value: () => dress(Response.prototype.clone.call(response), url, redirected),
    configurable: true,
  })
  return response
}
