import type { RecordedRequest, RecordedResponse } from '../../model.ts'
import { isSame } from '../copy.ts'
import { migrate } from '../migrate.ts'
import { requestTable, responseTable } from './field-table.ts'
import { lazyBodyOf } from './lazy-body.ts'
import type { Scanned } from './scan-cassette.ts'
import { SideReader } from './side-reader.ts'

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

/** Reads the request whose places begin there. */
export function readRequest(scanned: Scanned, first: number): RecordedRequest {
  const read = new SideReader(scanned, requestTable, first)
  const request = {
    proto: read.text(),
    protoMajor: read.integer(),
    protoMinor: read.integer(),
    contentLength: read.integer(),
    transferEncoding: read.list(),
    trailer: read.map(),
    host: read.text(),
    remoteAddr: read.text(),
    requestUri: read.text(),
  } as Mutable<RecordedRequest>
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
  const response = {
    proto: read.text(),
    protoMajor: read.integer(),
    protoMinor: read.integer(),
    transferEncoding: read.list(),
    trailer: read.map(),
    contentLength: read.integer(),
    uncompressed: read.boolean(),
  } as Mutable<RecordedResponse>
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
