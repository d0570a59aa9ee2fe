import { newHeaders, headersOf } from '../../src/core/headers.ts'
import type { Interaction, RecordedRequest, RecordedResponse } from '../../src/core/model.ts'

/** A recorded GET of JSON, but for what is given. */
export function interaction(
  given: {
    readonly id?: number
    readonly request?: Partial<RecordedRequest>
    readonly response?: Partial<RecordedResponse>
  } = {},
): Interaction {
  return { id: given.id ?? 0, request: request(given.request), response: response(given.response) }
}

function request(given: Partial<RecordedRequest> = {}): RecordedRequest {
  const proto = { proto: 'HTTP/1.1', protoMajor: 1, protoMinor: 1, contentLength: 0 }
  const wire = { transferEncoding: [], trailer: newHeaders(), remoteAddr: '', requestUri: '' }
  const place = { host: 'api.example.com', url: 'https://api.example.com/v1', method: 'GET' }
  return {
    ...proto,
    ...wire,
    ...place,
    body: '',
    form: newHeaders(),
    headers: newHeaders(),
    ...given,
  }
}

function response(given: Partial<RecordedResponse> = {}): RecordedResponse {
  const proto = { proto: 'HTTP/1.1', protoMajor: 1, protoMinor: 1, contentLength: -1 }
  const wire = { transferEncoding: [], trailer: newHeaders(), uncompressed: false }
  const headers = headersOf([['content-type', 'application/json']])
  return {
    ...proto,
    ...wire,
    body: '{}',
    headers,
    status: '200 OK',
    code: 200,
    duration: 0,
    ...given,
  }
}

/** A recorded event stream. */
export function eventStream(body: string, given: Partial<RecordedResponse> = {}): Interaction {
  const headers = headersOf([['content-type', 'text/event-stream']])
  return interaction({ response: { body, headers, ...given } })
}
