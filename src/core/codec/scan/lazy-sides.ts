import type { RecordedRequest, RecordedResponse } from '../../model.ts'
import { addLazy, lazyObject, type LazyName, type ValueReader } from './lazy-values.ts'
import type { SideReader } from './side-reader.ts'

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

/** A request that reads its body, form and headers when somebody asks for them. */
export function lazyRequest(read: SideReader): RecordedRequest {
  const request = lazyObject(new LargeFields(read)) as Mutable<RecordedRequest>
  request.proto = read.text('proto')
  request.protoMajor = read.integer('protoMajor')
  request.protoMinor = read.integer('protoMinor')
  request.contentLength = read.integer('contentLength')
  request.transferEncoding = read.list('transferEncoding')
  request.trailer = read.map('trailer')
  request.host = read.text('host')
  request.remoteAddr = read.text('remoteAddr')
  request.requestUri = read.text('requestUri')
  addLazy(request, 'body')
  addLazy(request, 'form')
  addLazy(request, 'headers')
  request.url = read.text('url')
  request.method = read.text('method')
  return request
}

/** A response that reads its body and headers when somebody asks for them. */
export function lazyResponse(read: SideReader): RecordedResponse {
  const response = lazyObject(new LargeFields(read)) as Mutable<RecordedResponse>
  response.proto = read.text('proto')
  response.protoMajor = read.integer('protoMajor')
  response.protoMinor = read.integer('protoMinor')
  response.transferEncoding = read.list('transferEncoding')
  response.trailer = read.map('trailer')
  response.contentLength = read.integer('contentLength')
  response.uncompressed = read.boolean('uncompressed')
  addLazy(response, 'body')
  addLazy(response, 'headers')
  response.status = read.text('status')
  response.code = read.integer('code')
  response.duration = read.duration('duration')
  if (read.has('chunks')) response.chunks = read.chunks()
  if (read.has('error')) response.error = read.text('error')
  return response
}

class LargeFields implements ValueReader {
  readonly #side: SideReader

  constructor(side: SideReader) {
    this.#side = side
  }

  read(name: LazyName): unknown {
    return name === 'body' ? this.#side.body() : this.#side.map(name)
  }
}
