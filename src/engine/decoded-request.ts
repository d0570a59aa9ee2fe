import { bodyBytes } from '../core/body.ts'
import { withoutHeaders } from '../core/headers.ts'
import { BodyTaker } from './body-taker.ts'
import type { HttpRequest } from './http-request.ts'

/** The fields, in lower case, that speak of a body with its codings. */
export const ofTheCoding: ReadonlySet<string> = new Set(['content-encoding', 'content-length'])

/**
 * A request as it is matched: without the codings of its body, for cassettes hold decoded bodies.
 *
 * A body that is not what its header says stays as it is. One that is too large when decoded is left out.
 */
export function decodedRequest(request: HttpRequest, maxBodyBytes: number): HttpRequest {
  const { body, method, url } = request
  if (body === undefined || body === '' || request.isCoded === false) return request
  const coding = request.headers['Content-Encoding']?.[0]
  if (coding === undefined) return request
  const taker = new BodyTaker(coding, maxBodyBytes)
  taker.take(bodyBytes(body), 0)
  const taken = taker.finish(true, 0)
  if (!taken.isDecoded && !taken.isTooLarge) return request
  const headers = withoutHeaders(request.headers, ofTheCoding)
  return { method, url, headers, body: taken.isTooLarge ? undefined : taken.body }
}
