import type { RequestLine } from '../origin.ts'
import { decodeText } from './decode.ts'
import { Excerpt } from './excerpt.ts'
import { requestTable } from './field-table.ts'
import { placesEach, requestPlaces, type Scanned } from './scan-cassette.ts'
import { SidePlaces, endOfField } from './side-places.ts'

const urlPosition = requestTable.positions.get('url') as number
const methodPosition = requestTable.positions.get('method') as number

const mostMethods = 8

/**
 * Reads methods and URLs without the rest of their requests.
 *
 * Many interactions of a large file have the same: those are read once.
 */
export class RequestLines {
  readonly #scanned: Scanned
  /** By the numbers that the scanner gave them. */
  readonly #lines: (RequestLine | undefined)[] = []
  /** Those it has read so far: most files have a few. */
  readonly #methods: string[] = []

  constructor(scanned: Scanned) {
    this.#scanned = scanned
  }

  /** Of the request whose places begin there. Nothing where it does not say both. */
  at(first: number): RequestLine | undefined {
    const id = this.#idAt(first)
    return id === 0 ? undefined : (this.#lines[id] ??= this.#read(first))
  }

  /** Whether the request whose places begin there says both. */
  hasBoth(first: number): boolean {
    const { places } = this.#scanned
    return places[first + urlPosition] !== 0 && places[first + methodPosition] !== 0
  }

  /** The method alone. Nothing where the request does not say one. */
  methodAt(first: number): string | undefined {
    const line = this.#lines[this.#idAt(first)]
    if (line !== undefined) return line.method
    const start = this.#scanned.places[first + methodPosition] as number
    if (start === 0) return undefined
    const end = endOfField(this.#scanned, requestTable.fields, first, methodPosition)
    for (const known of this.#methods) if (this.#isLine(known, start, end)) return known
    const { bytes, layout } = this.#scanned
    const method = decodeText(new Excerpt(bytes), start, end, layout.fieldText.pad)
    if (this.#methods.length < mostMethods) this.#methods.push(method)
    return method
  }

  #idAt(first: number): number {
    return this.#scanned.lineIds[(first - requestPlaces) / placesEach] as number
  }

  #read(first: number): RequestLine {
    const { bytes, layout } = this.#scanned
    const places = new SidePlaces(this.#scanned, requestTable, first)
    // A text of its own, not cut from a longer one: it is compared with each request that asks for it.
    const from = new Excerpt(bytes)
    const start = places.startOf(urlPosition)
    const url = decodeText(from, start, places.endOf(urlPosition), layout.fieldText.pad)
    return { url, method: this.methodAt(first) as string }
  }

  /** Whether a text stands there as it is, and nothing else. */
  #isLine(text: string, start: number, end: number): boolean {
    const { bytes } = this.#scanned
    if (end - start !== text.length + 1) return false
    for (let at = 0; at < text.length; at++) {
      if (bytes[start + at] !== text.charCodeAt(at)) return false
    }
    return true
  }
}
