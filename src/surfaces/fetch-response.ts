import { type Body, bodyBytes } from '../core/body.ts'
import { textValue, wireValue } from '../core/field-value.ts'
import { requestLineOf } from '../core/codec/origin.ts'
import { isBodyless, wirePairs } from '../core/head.ts'
import type { ResponseHead } from '../core/head.ts'
import { headersOf, withoutHeaders } from '../core/headers.ts'
import type { Patience, Playback } from '../engine/playback.ts'
import type { Recording } from '../engine/recording.ts'
import type { Hop } from './fetch-hop.ts'
import { PlayedStream } from './fetch-played-stream.ts'
import { isSendableReason, sendableReason } from './sendable-reason.ts'
import { takenStream } from './fetch-taken-stream.ts'
import { type Wire, protoOf } from './undici-wire.ts'

/** For whom a response is played. */
export interface Audience {
  readonly url: string
  /** Ends it at once when it is aborted. */
  readonly signal: AbortSignal | undefined
  /** Whether it is read only to be sent on. */
  readonly isRelayed?: boolean
  readonly patience?: Patience | undefined
}

/** The response of a playback, once its headers are due. */
export function playedResponse(
  playback: Playback,
  { url, signal, isRelayed = false, patience }: Audience,
): Response | Promise<Response> {
  const whole = signal === undefined ? playback.wholeBody : undefined
  const head = isRelayed ? relayable(playback.head) : playback.head
  const { interaction } = playback
  if (whole !== undefined) return dress(wholeResponse({ head, interaction }, whole), url)
  return new Promise((resolve, reject) => {
    const stream = new PlayedStream(playback, signal, isRelayed)
    const play = (): void => {
      const body = hasNoBody({ head, interaction }) ? null : stream.readable
      resolve(dress(responseOf(body, head), url))
    }
    stream.start(play, reject, patience)
  })
}

/** Mocks send it on as Node's server does: no trailer comes behind it, and its reason is Latin-1. */
function relayable({ code, reason, headers }: ResponseHead): ResponseHead {
  return {
    code,
    reason: sendableReason(wireValue(reason)),
    headers: withoutHeaders(headers, new Set(['trailer'])),
  }
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

/** Where a response comes from. */
interface Origin {
  readonly recording: Recording
  readonly url: string
  readonly wire: Wire
  /** Whether fetch sends no more of the request's body once the response has ended. */
  readonly endsUpload: boolean
}

/** The live response, each byte passed on as it comes and taken on its way. */
export function takenResponse(raw: Response, origin: Origin): Response {
  const { recording, url, wire } = origin
  recording.head({
    code: raw.status,
    reason: raw.statusText,
    proto: protoOf(wire, new URL(url).origin),
    headers: headersOf(raw.headers),
    isDecoded: isDecodedByFetch(raw),
  })
  const { body } = raw
  const onEnd = (): void => {
    if (origin.endsUpload) recording.sentAll(false)
  }
  const stream = body === null ? null : takenStream(body, recording, onEnd)
  if (body === null) {
    recording.end()
    onEnd()
  }
  return dress(responseWith(stream, raw), url)
}

/** Of the fetch that Node has in it. */
const [major = 0, minor = 0] = (process.versions['undici'] ?? '').split('.').map(Number)
const knowsZstd = major > 7 || (major === 7 && minor >= 11)
// What it takes off. A list with any other coding stays as it is.
const decodable = knowsZstd ? /^(?:gzip|x-gzip|deflate|br|zstd)$/ : /^(?:gzip|x-gzip|deflate|br)$/

function isDecodedByFetch({ headers, body }: Response): boolean {
  const codings = headers.get('content-encoding')?.toLowerCase().split(',') ?? []
  return body !== null && codings.length > 0 && codings.every((name) => decodable.test(name.trim()))
}

function hasNoBody({ head, interaction }: Pick<Playback, 'head' | 'interaction'>): boolean {
  return isBodyless(requestLineOf(interaction).method, head.code) || head.code === 205
}

type GivenBody = ConstructorParameters<typeof Response>[0]

function responseOf(body: GivenBody, { code, reason, headers }: ResponseHead): Response {
  const statusText = textValue(reason)
  return responseWith(body, { status: code, statusText, headers: wirePairs(headers) })
}

interface FetchedHead {
  readonly status: number
  readonly statusText: string
  readonly headers: NonNullable<ResponseInit['headers']>
}

/** Fetch takes from the network what `Response` takes from nobody: a status above 599, an odd reason. */
function responseWith(body: GivenBody, { status, statusText, headers }: FetchedHead): Response {
  if (status <= 599 && isSendableReason(statusText)) {
    return new Response(body, { status, statusText, headers })
  }
  const isOk = status <= 299
  return owning(new Response(body, { headers }), { status, statusText, ok: isOk })
}

/** The response with properties of its own, as its clones have them. */
function owning(response: Response, own: Readonly<Record<string, unknown>>): Response {
  const { clone } = response
  for (const name in own) define(response, name, own[name])
  define(response, 'clone', () => owning(clone.call(response), own))
  return response
}

function define(response: Response, name: string, value: unknown): void {
  Object.defineProperty(response, name, { value, configurable: true })
}

/** Gives a made response what a fetched one has, also its clones. */
export function dress(response: Response, url: string): Response {
  return owning(response, { url, type: 'basic' })
}

/** The same, behind a redirect. */
export function redirected(response: Response, { request: { url }, type }: Hop): Response {
  return owning(response, { url, type, redirected: true })
}
