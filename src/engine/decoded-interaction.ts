import { chunksToKeep } from '../core/chunks.ts'
import { cutBody } from '../core/cut-body.ts'
import { headerValue, withoutHeaders } from '../core/headers.ts'
import { isStreamType } from '../core/media.ts'
import type { Interaction, RecordedRequest, RecordedResponse } from '../core/model.ts'
import { BodyTaker } from './body-taker.ts'
import { decodedRequest, ofTheCoding } from './decoded-request.ts'
import { defaultMaxBodyBytes } from './options.ts'

/**
 * An interaction as we would have recorded it: without the codings of its bodies. go-vcr keeps them where its client has put
 * them on, or asked for them, itself.
 *
 * A body that is not what its header says stays as it is, and so does one with a coding that this Node does not know, and
 * one that is too large when decoded. Where there is nothing to take off, it is the same object.
 */
export function decodedInteraction(interaction: Interaction): Interaction {
  const request = withoutCoding(interaction.request)
  const response = decodedResponse(interaction.response)
  const isSame = request === interaction.request && response === interaction.response
  return isSame ? interaction : { ...interaction, request, response }
}

function withoutCoding(request: RecordedRequest): RecordedRequest {
  const { method, url, headers, body } = request
  if (typeof body === 'string') return request
  const asked = { method, url, headers, body }
  const decoded = decodedRequest(asked, defaultMaxBodyBytes)
  if (decoded === asked || decoded.body === undefined) return request
  return { ...request, headers: decoded.headers, body: decoded.body, contentLength: -1 }
}

/** A response likewise. */
export function decodedResponse(response: RecordedResponse): RecordedResponse {
  const coding = headerValue(response.headers, 'content-encoding')
  // Codings leave no text.
  if (coding === undefined || response.uncompressed || typeof response.body === 'string') {
    return response
  }
  const { chunks: _, ...others } = response
  const { pieces, times, endedAt = 0 } = cutBody(response)
  const taker = new BodyTaker(coding, defaultMaxBodyBytes)
  for (const [index, piece] of pieces.entries()) taker.take(piece, times?.[index] ?? 0)
  const { body, isDecoded, chunks: arrived } = taker.finish(response.error === undefined, endedAt)
  if (!isDecoded) return response
  const chunks = times && chunksToKeep(arrived, endedAt, isStreamType(response.headers))
  return {
    ...others,
    body,
    uncompressed: true,
    contentLength: -1,
    headers: withoutHeaders(response.headers, ofTheCoding),
    ...(chunks && { chunks }),
  }
}
