import type { HeaderMap } from '../../headers.ts'
import { newHeaders } from '../../headers.ts'
import type { RequestLine, RequestParts } from '../origin.ts'
import { Cursor } from './cursor.ts'
import { decodeBody } from './decode.ts'
import { Excerpt } from './excerpt.ts'
import { requestTable } from './field-table.ts'
import { smallBody } from './lazy-body.ts'
import { readMap } from './read-map.ts'
import type { Scanned } from './scan-cassette.ts'
import { SidePlaces } from './side-places.ts'

const lengthPosition = requestTable.positions.get('contentLength') as number
const bodyPosition = requestTable.positions.get('body') as number
const headersPosition = requestTable.positions.get('headers') as number

/**
 * What is usually compared of the request whose places begin there, each part read when it is first asked for.
 *
 * Nothing where its body is large, which should be decoded once, or where it needs to be migrated.
 */
export function requestPartsAt(
  scanned: Scanned,
  first: number,
  line: RequestLine,
): RequestParts | undefined {
  const places = new SidePlaces(scanned, requestTable, first)
  const start = places.startOf(bodyPosition)
  const isLarge = start !== 0 && places.endOf(bodyPosition) - start > smallBody
  return isLarge || scanned.version === 1 ? undefined : new Parts(scanned, places, line)
}

class Parts implements RequestParts {
  readonly method: string
  readonly url: string
  readonly #scanned: Scanned
  readonly #places: SidePlaces
  #body: RequestParts['body'] | undefined
  #headers: HeaderMap | undefined

  constructor(scanned: Scanned, places: SidePlaces, { method, url }: RequestLine) {
    this.method = method
    this.url = url
    this.#scanned = scanned
    this.#places = places
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
    const { bytes, layout } = this.#scanned
    const start = this.#places.startOf(bodyPosition)
    if (start === 0) return ''
    return decodeBody(
      new Excerpt(bytes),
      start,
      this.#places.endOf(bodyPosition),
      layout.fieldText.pad,
    )
  }

  #readHeaders(): HeaderMap {
    const { bytes, layout } = this.#scanned
    const cursor = this.#cursorAt(headersPosition)
    if (cursor === undefined) return newHeaders()
    return readMap(cursor, this.#places.endOf(headersPosition), layout, new Excerpt(bytes))
  }

  #cursorAt(position: number): Cursor | undefined {
    const start = this.#places.startOf(position)
    const { bytes, hasSeparators } = this.#scanned
    return start === 0 ? undefined : new Cursor(bytes, hasSeparators, start)
  }
}
