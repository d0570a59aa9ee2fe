import { bodyBytes, bodyLength } from '../core/body.ts'
import { headOf, isFinal, ofTheConnection, wirePairs } from '../core/head.ts'
import { type HeaderMap, headerValue, withoutHeaders } from '../core/headers.ts'
import type { Interaction, RecordedRequest, RecordedResponse } from '../core/model.ts'
import { hasBorders } from '../core/cut-body.ts'
import { type Delivery, timelineOf } from '../core/timeline.ts'
import { cutOff } from '../engine/cut-off.ts'
import { decodedResponse } from '../engine/decoded-interaction.ts'
import { wholeResponse } from './fetch/played-response.ts'
import { terminated } from './fetch/played-stream.ts'

/**
 * A recorded response as a web `Response`, new at each call, for a test that needs no recorder.
 *
 * A stream keeps its chunks, all at once; a body that was cut off fails where it was cut. Headers that spoke of the
 * connection, of another length, or of a coding that can be taken off, are left out.
 *
 * @throws RangeError where the status is none that a response can have (200 to 999).
 */
export function toResponse(interaction: Interaction): Response {
  const { id, request } = interaction
  const response = decodedResponse(interaction.response)
  if (!isFinal(response.code)) {
    throw new RangeError(
      `Interaction ${id} was answered with status ${response.code}. A response has 200 to 999.`,
    )
  }
  const isStream = response.chunks !== undefined || hasBorders(response)
  const body =
    isStream || response.error !== undefined ? streamOf(interaction, response) : response.body
  return wholeResponse({ head: headOf(interaction, response), interaction }, body, request.url)
}

function streamOf(
  interaction: Interaction,
  response: RecordedResponse,
): ReadableStream<Uint8Array> {
  const rest: Delivery[] = [...timelineOf(response, {}).deliveries]
  return new ReadableStream(
    {
      pull(controller) {
        const next = rest.shift()
        // A copy: the reader may do with it what it likes.
        if (next !== undefined) controller.enqueue(new Uint8Array(next.bytes))
        else if (response.error === undefined) controller.close()
        else controller.error(terminated(cutOff(response.error, interaction)))
      },
    },
    { highWaterMark: 0 },
  )
}

/**
 * A recorded request as a web `Request`, new at each call, for a test of what answers such requests.
 *
 * A `Request` cannot hold the body of a GET or HEAD: it is left out.
 *
 * @throws TypeError where fetch would not send it: another method (CONNECT), a URL that is none.
 */
export function toRequest({ request }: Interaction): Request {
  const hasBody = !/^(?:get|head)$/i.test(request.method) && bodyLength(request.body) > 0
  return new Request(request.url, {
    method: request.method,
    headers: wirePairs(headersToSend(request)),
    // Bytes, for fetch gives text a Content-Type of its own.
    ...(hasBody && { body: bodyBytes(request.body) }),
  })
}

function headersToSend({ headers, body }: RecordedRequest): HeaderMap {
  const isStale = headerValue(headers, 'content-length') !== String(bodyLength(body))
  return withoutHeaders(headers, isStale ? stale : ofTheConnection)
}

const stale: ReadonlySet<string> = new Set([...ofTheConnection, 'content-length'])
