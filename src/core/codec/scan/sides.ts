import type { RecordedRequest, RecordedResponse } from '../../model.ts'
import { isSame } from '../copy.ts'
import { migrate } from '../migrate.ts'
import { requestTable, responseTable } from './field-table.ts'
import { lazyBodyOf } from './lazy-body.ts'
import type { Scanned } from './scan-cassette.ts'
import { SideReader } from './side-reader.ts'

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

// Requests and responses are filled, not made as literals, see `lazyInteraction`.

/** Reads the request whose places begin there. */
export function readRequest(scanned: Scanned, first: number): RecordedRequest {
  const read = new SideReader(scanned, requestTable, first)
  const request = {} as Mutable<RecordedRequest>
  request.proto = read.text()
  request.protoMajor = read.integer()
  request.protoMinor = read.integer()
  request.contentLength = read.integer()
  request.transferEncoding = read.list()
  request.trailer = read.map()
  request.host = read.text()
  request.remoteAddr = read.text()
  request.requestUri = read.text()
  read.addBodyTo(request)
  request.form = read.map()
  request.headers = read.map()
  request.url = read.text()
  request.method = read.text()
  if (scanned.version === 1) migrate(request)
  return request
}

/** Reads the response whose places begin there. */
export function readResponse(scanned: Scanned, first: number): RecordedResponse {
  const read = new SideReader(scanned, responseTable, first)
  const response = {} as Mutable<RecordedResponse>
  response.proto = read.text()
  response.protoMajor = read.integer()
  response.protoMinor = read.integer()
  response.transferEncoding = read.list()
  response.trailer = read.map()
  response.contentLength = read.integer()
  response.uncompressed = read.boolean()
  read.addBodyTo(response)
  response.headers = read.map()
  response.status = read.text()
  response.code = read.integer()
  response.duration = read.duration()
  if (read.hasNext) response.chunks = read.chunks()
  else read.skip()
  if (read.hasNext) response.error = read.text()
  if (scanned.version === 1) migrate(response)
  return response
}

type Side = RecordedRequest | RecordedResponse

/** Whether a request or response is no longer what was just read from its place. A body nobody asked for is not decoded. */
export function differs(now: Side, asRead: Side): boolean {
  const keys = Object.keys(asRead) as (keyof Side)[]
  return (
    keys.length !== Object.keys(now).length ||
    keys.some((key) => {
      return !(key === 'body' && hasSameLazyBody(now, asRead)) && !isSame(now[key], asRead[key])
    })
  )
}

function hasSameLazyBody(now: object, asRead: object): boolean {
  return lazyBodyOf(now)?.isSurely(lazyBodyOf(asRead)) === true
}
