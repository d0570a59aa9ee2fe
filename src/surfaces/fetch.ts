import { inOwedTurn, owesTurn } from '../engine/owed-turn.ts'
import type { Outcome } from '../engine/outcome.ts'
import type { Playback } from '../engine/playback.ts'
import type { Recorder } from '../engine/recorder.ts'
import type { Recording } from '../engine/recording.ts'
import { type FetchInput, type Hop, firstHop, isRequest } from './fetch/hop.ts'
import { watched } from './fetch/payload.ts'
import { fetchFailed, locationOf, mostHops, nextHop } from './fetch/redirect.ts'
import { redirected } from './fetch/made-response.ts'
import { decodedPlayback } from './fetch/decoded-playback.ts'
import { playedResponse } from './fetch/played-response.ts'
import { takenResponse } from './fetch/taken-response.ts'
import { sendFetch } from './fetch/wire.ts'
import { patienceOf } from './undici/patience.ts'
import type { Wire } from './undici/wire.ts'

/**
 * A `fetch` whose requests the recorder sees: for clients that take one, such as the OpenAI and Anthropic SDKs.
 *
 * Every byte reaches the caller as it arrives. Each hop of a redirect is an interaction of its own.
 *
 * @param send - What sends the requests that are not replayed. @defaultValue the built-in fetch
 * @example new OpenAI({ fetch: recordedFetch(recorder) })
 */
export function recordedFetch(
  recorder: Recorder,
  send: typeof fetch = globalThis.fetch,
): typeof fetch {
  return async (input, init) => {
    if (!isHttp(input)) return send(input, init)
    const readUpTo = recorder.readsBodies ? recorder.maxBodyBytes : 0
    const first = firstHop(input, init, readUpTo)
    let hop = first instanceof Promise ? await first : first
    for (let hops = 0; ; hops++) {
      const outcome = recorder.handle(hop.request)
      if (isAnswered(outcome) && owesTurn()) await new Promise<void>(inOwedTurn)
      const carried = carryOut(outcome, send, hop)
      // What is there at once is not waited for: to await a Response takes as long as to find it.
      const response = carried instanceof Promise ? await carried : carried
      const location = locationOf(hop, response)
      if (location === undefined) return hops === 0 ? response : redirected(response, hop)
      if (hops === mostHops) throw fetchFailed('redirect count exceeded')
      const next = nextHop(hop, response.status, location)
      if (outcome.kind === 'record') void discard(response.body)
      else await response.body?.cancel()
      hop = await next
    }
  }
}

/** Fetch answers `data:` and `blob:` itself, and knows best what is wrong with others. */
function isHttp(input: FetchInput): boolean {
  const url = isRequest(input) ? input.url : String(input)
  return /^https?:/i.test(url)
}

/** As fetch reads on the body of a redirect that it follows: what is recorded of it is whole. */
async function discard(body: Response['body']): Promise<void> {
  try {
    for await (const _ of body ?? []);
  } catch {
    // It was cut off: the recording says so, and nobody else asks.
  }
}

function isAnswered({ kind }: Outcome): boolean {
  return kind === 'replay' || kind === 'refuse'
}

function carryOut(outcome: Outcome, send: typeof fetch, hop: Hop): Response | Promise<Response> {
  switch (outcome.kind) {
    case 'replay':
      return play(decodedPlayback(outcome.playback), hop)
    case 'record':
      return take(outcome.recording, send, hop)
    case 'passthrough':
      return sendFetch(send, hop.input, initOf(hop)).response
    case 'refuse':
      throw outcome.error
  }
}

function play(playback: Playback, { request, init, signal }: Hop): Response | Promise<Response> {
  const dispatcher: unknown = Reflect.get(init, 'dispatcher')
  const isGiven = playback.waits && typeof dispatcher === 'object' && dispatcher !== null
  const patience = isGiven ? patienceOf({}, dispatcher) : undefined
  return playedResponse(playback, { url: request.url, signal, patience })
}

async function take(recording: Recording, send: typeof fetch, hop: Hop): Promise<Response> {
  const { payload, request, input, signal } = hop
  let wire: Wire
  try {
    const sending = sendFetch(send, input, initOf(hop, recording))
    if (payload.kind === 'inside' && request.body === undefined) {
      // Where reading it fails, so does the fetch.
      recording.sending()
      payload.copy
        .show((bytes) => recording.sent(bytes))
        .then(() => recording.sentAll())
        .catch((error) => recording.fail(error))
    }
    wire = sending.wire
    // What is inside a Request is read beside it, to its end.
    const endsUpload = payload.kind === 'stream'
    const origin = { recording, url: request.url, wire, signal, endsUpload }
    return takenResponse(await sending.response, origin)
  } catch (error) {
    recording.fail(error)
    throw error
  }
}

/** How fetch is called for a hop. Redirects are ours to follow: each hop is asked about. */
function initOf(hop: Hop, recording?: Recording): RequestInit {
  const { payload } = hop
  const init: RequestInit = { ...hop.init, redirect: 'manual' }
  if (payload.kind === 'known') {
    init.body = payload.send
    // The type of encoded FormData names its boundary; fetch can no longer tell it from the bytes.
    if (typeof payload.send !== 'string') init.headers = typed(init.headers, payload.type)
  }
  if (payload.kind === 'stream') {
    const isSeen = recording !== undefined && payload.body === undefined
    init.body = isSeen ? watched(payload.stream, recording) : payload.stream
    init.duplex = 'half'
  }
  return init
}

function typed(given: RequestInit['headers'], type: string | undefined): Headers {
  const headers = new Headers(given)
  if (type !== undefined && !headers.has('content-type')) headers.set('content-type', type)
  return headers
}
