import { type Body, bodyLength } from '../../../src/core/body.ts'
import { headersOf } from '../../../src/core/headers.ts'
import type { Interaction, RecordedRequest, RecordedResponse } from '../../../src/core/model.ts'

type Pairs = readonly (readonly [string, string])[]

interface Parts {
  readonly url?: string
  readonly requestHeaders?: Pairs
  readonly requestBody?: Body
  readonly form?: Pairs
  readonly responseHeaders?: Pairs
  readonly responseBody?: Body
  readonly chunks?: RecordedResponse['chunks']
}

/** An interaction of which a test says only what it is about. */
export function interactionOf(parts: Parts): Interaction {
  const { requestBody = '', responseBody = '', chunks } = parts
  const request: RecordedRequest = {
    ...common,
    contentLength: bodyLength(requestBody),
    host: 'api.example.com',
    remoteAddr: '',
    requestUri: '',
    body: requestBody,
    form: formOf(parts.form ?? []),
    headers: headersOf(parts.requestHeaders ?? []),
    url: parts.url ?? 'https://api.example.com/',
    method: 'POST',
  }
  const response: RecordedResponse = {
    ...common,
    contentLength: bodyLength(responseBody),
    uncompressed: false,
    body: responseBody,
    headers: headersOf(parts.responseHeaders ?? []),
    status: '200 OK',
    code: 200,
    duration: 1,
    ...(chunks && { chunks }),
  }
  return { id: 0, request, response }
}

const common = {
  proto: 'HTTP/1.1',
  protoMajor: 1,
  protoMinor: 1,
  transferEncoding: [],
  trailer: headersOf([]),
}

function formOf(pairs: Pairs): Record<string, string[]> {
  const form: Record<string, string[]> = Object.create(null)
  for (const [name, value] of pairs) (form[name] ??= []).push(value)
  return form
}
