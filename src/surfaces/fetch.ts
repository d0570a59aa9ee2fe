import type { Recorder } from '../engine/recorder.ts'
import type { Recording } from '../engine/recording.ts'
import { type Hop, firstHop } from './fetch-hop.ts'
import { watched } from './fetch-payload.ts'
import { fetchFailed, mostHops, nextHop } from './fetch-redirect.ts'
import { dress, playedResponse, takenResponse } from './fetch-response.ts'
import { sendSeen } from './taps/scopes.ts'

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
  const sendOn: typeof fetch = (input, init) => sendSeen(() => send(input, init))
  return async (input, init) => {
    const readUpTo = recorder.readsBodies ? recorder.maxBodyBytes : 0
    let hop = await firstHop(input, init, readUpTo)
    for (let hops = 0; ; hops++) {
      const response = await carryOut(recorder, sendOn, hop)
      const next = nextHop(hop, response)
      if (next === undefined) return hops === 0 ? response : dress(response, hop.request.url, true)
      if (hops === mostHops) throw fetchFailed('redirect count exceeded')
      await response.body?.cancel()
      hop = next
    }
  }
}

function carryOut(recorder: Recorder, send: typeof fetch, hop: Hop): Response | Promise<Response> {
  const outcome = recorder.handle(hop.request)
  switch (outcome.kind) {
    case 'replay':
      return playedResponse(outcome.playback, hop.request.url, hop.signal)
    case 'record':
      return take(outcome.recording, send, hop)
    case 'passthrough':
      return send(
        hop.input,
        initOf(hop, () => {}),
      )
    case 'refuse':
      throw outcome.error
  }
}

async function take(recording: Recording, send: typeof fetch, hop: Hop): Promise<Response> {
  try {
    const { payload } = hop
    const sending = send(
      hop.input,
      initOf(hop, (bytes) => recording.sent(bytes)),
    )
    if (payload.kind === 'inside' && hop.request.body === undefined) {
      recording.sent(await payload.copy)
    }
    return takenResponse(await sending, recording, hop.request.url)
  } catch (error) {
    recording.fail(error)
    throw error
  }
}

/** How fetch is called for a hop. Redirects are ours to follow: each hop is asked about. */
function initOf(hop: Hop, see: (bytes: Uint8Array) => void): RequestInit {
  const { payload, request } = hop
  const init: RequestInit = { ...hop.init, redirect: 'manual' }
  if (payload.kind === 'known') {
    init.body = payload.send
    // The type of encoded FormData names its boundary; fetch can no longer tell it from the bytes.
    if (typeof payload.send !== 'string') init.headers = typed(init.headers, payload.type)
  }
  if (payload.kind === 'stream') {
    init.body = request.body === undefined ? watched(payload.stream, see) : payload.stream
    init.duplex = 'half'
  }
  return init
}

function typed(given: RequestInit['headers'], type: string | undefined): Headers {
  const headers = new Headers(given)
  if (type !== undefined && !headers.has('content-type')) headers.set('content-type', type)
  return headers
}
