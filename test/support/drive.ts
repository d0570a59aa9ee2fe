import { headersOf } from '../../src/core/headers.ts'
import type { HttpRequest } from '../../src/engine/http-request.ts'
import type { Recorder } from '../../src/engine/recorder.ts'

interface Given {
  readonly body?: string
  readonly headers?: readonly [string, string][]
  /** Leaves the response open: what is given back ends it. */
  readonly isOpen?: boolean
}

/** A request that a test hands to a recorder, a GET but for what is given. */
export function requestTo(given: Partial<HttpRequest> & { readonly url: string }): HttpRequest {
  return { method: 'GET', headers: headersOf([]), body: '', ...given }
}

/** Records a response as a surface would, without a wire. */
export function record(
  recorder: Recorder,
  request: Partial<HttpRequest> & { readonly url: string },
  { body = 'ok', headers = [], isOpen = false }: Given,
): () => void {
  const outcome = recorder.handle(requestTo(request))
  if (outcome.kind !== 'record') throw new Error(`It was to be recorded: ${outcome.kind}`)
  const { recording } = outcome
  recording.head({ code: 200, reason: 'OK', headers: headersOf(headers) })
  recording.data(Buffer.from(body))
  if (!isOpen) recording.end()
  return () => recording.end()
}

/** The body that a recorder replays for a request at once; nothing where it refuses. */
export function replayed(
  recorder: Recorder,
  request: Partial<HttpRequest> & { readonly url: string },
): string | undefined {
  const outcome = recorder.handle(requestTo(request))
  return outcome.kind === 'replay' ? String(outcome.playback.wholeBody) : undefined
}
