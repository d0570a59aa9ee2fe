import { type Body, bodyBytes } from '../../core/body.ts'
import { textValue, wireValue } from '../../core/field-value.ts'
import { requestMethodOf } from '../../core/codec/origin.ts'
import { isBodyless, wirePairs } from '../../core/head.ts'
import type { ResponseHead } from '../../core/head.ts'
import { withoutHeaders } from '../../core/headers.ts'
import type { Patience, Playback } from '../../engine/playback.ts'
import { PlayedStream } from './played-stream.ts'
import { type GivenBody, fetchedResponse } from './made-response.ts'
import { sendableReason } from '../sendable-reason.ts'

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
  if (whole !== undefined) return wholeResponse({ head, interaction }, whole, url)
  return new Promise((resolve, reject) => {
    const stream = new PlayedStream(playback, signal, isRelayed)
    const play = (): void => {
      const body = hasNoBody({ head, interaction }) ? null : stream.readable
      resolve(responseOf(body, head, url))
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
  url: string,
): Response {
  if (hasNoBody({ head, interaction })) return responseOf(null, head, url)
  // Fetch gives text a Content-Type of its own where the head has none.
  const hasType = head.headers['Content-Type'] !== undefined
  return responseOf(hasType || typeof whole !== 'string' ? whole : bodyBytes(whole), head, url)
}

function hasNoBody({ head, interaction }: Pick<Playback, 'head' | 'interaction'>): boolean {
  return isBodyless(requestMethodOf(interaction), head.code) || head.code === 205
}

function responseOf(
  body: GivenBody,
  { code, reason, headers }: ResponseHead,
  url: string,
): Response {
  const statusText = textValue(reason)
  return fetchedResponse(body, { status: code, statusText, headers: wirePairs(headers) }, url)
}
