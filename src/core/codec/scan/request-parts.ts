import type { HeaderMap } from '../../headers.ts'
import { newHeaders } from '../../headers.ts'
import type { RequestLine, RequestParts } from '../origin.ts'
import { Cursor } from './cursor.ts'
import { decodeBody } from './decode.ts'
import { Excerpt } from './excerpt.ts'
import { requestTable } from './field-table.ts'
import { smallBody } from './lazy-body.ts'
import { readMap } from './read-map.ts'
import type { RequestLines } from './request-lines.ts'
import type { Scanned } from './scan-cassette.ts'
import { endOfField } from './side-places.ts'

const lengthPosition = requestTable.positions.get('contentLength') as number
const bodyPosition = requestTable.positions.get('body') as number
const headersPosition = requestTable.positions.get('headers') as number

/**
 * What is usually compared of the request whose places begin there, each part read when it is first asked for.
 *
 * Nothing where it does not say its method and URL, where its body is large, which should be decoded once, or where it
 * needs to be migrated.
 */
export function requestPartsAt(
  scanned: Scanned,
  lines: RequestLines,
  first: number,
): RequestParts | undefined {
  const isWhole = lines.hasBoth(first) && scanned.version !== 1 && !hasLargeBody(scanned, first)
  return isWhole ? new Parts(scanned, lines, first) : undefined
}

function hasLargeBody(scanned: Scanned, first: number): boolean {
  const start = scanned.places[first + bodyPosition] as number
  return start !== 0 && endOf(scanned, first, bodyPosition) - start > smallBody
}

function endOf(scanned: Scanned, first: number, position: number): number {
  return endOfField(scanned, requestTable.fields, first, position)
}

class Parts implements RequestParts {
  readonly #scanned: Scanned
  readonly #lines: RequestLines
  readonly #first: number
  #body: RequestParts['body'] | undefined
  #headers: HeaderMap | undefined

  constructor(scanned: Scanned, lines: RequestLines, first: number) {
    this.#scanned = scanned
    this.#lines = lines
    this.#first = first
  }

  get method(): string {
    return this.#lines.methodAt(this.#first) as string
  }

  get url(): string {
    return (this.#lines.at(this.#first) as RequestLine).url
  }

  get contentLength(): number {
    return this.#cursorAt(lengthPosition)?.takeInteger() ?? 0
  }

  get body(): RequestParts['body'] {
    return (this.#body ??= this.#readBody())
  }

  get headers(): HeaderMap {
    return (this.#headers ??= this.#readHeaders())
  }

  #readBody(): RequestParts['body'] {
    const { bytes, places, layout } = this.#scanned
    const start = places[this.#first + bodyPosition] as number
    if (start === 0) return ''
    const end = endOf(this.#scanned, this.#first, bodyPosition)
    return decodeBody(new Excerpt(bytes), start, end, layout.fieldText.pad)
  }

  #readHeaders(): HeaderMap {
    const { bytes, layout } = this.#scanned
    const cursor = this.#cursorAt(headersPosition)
    if (cursor === undefined) return newHeaders()
    const end = endOf(this.#scanned, this.#first, headersPosition)
    return readMap(cursor, end, layout, new Excerpt(bytes))
  }

  #cursorAt(position: number): Cursor | undefined {
    const { characters, places } = this.#scanned
    const start = places[this.#first + position] as number
    return start === 0 ? undefined : new Cursor(characters, start)
  }
}
