import type { RequestLine } from '../origin.ts'
import { decodeText } from './decode.ts'
import { Excerpt } from './excerpt.ts'
import { requestTable } from './field-table.ts'
import { Ranges } from './ranges.ts'
import type { Scanned } from './scan-cassette.ts'
import { SidePlaces, endOfField } from './side-places.ts'

const urlPosition = requestTable.positions.get('url') as number
const methodPosition = requestTable.positions.get('method') as number

interface Seen {
  readonly line: RequestLine
  readonly start: number
  readonly length: number
}

const remembered = 4_096
const mostMethods = 8

/**
 * Reads methods and URLs without the rest of their requests.
 *
 * Many interactions of a large file have the same: bytes that were read lately are compared, which is several times as
 * fast as to decode them again.
 */
export class RequestLines {
  readonly #scanned: Scanned
  readonly #ranges: Ranges
  readonly #seen = new Map<number, Seen>()
  /** Those it has read so far: most files have a few. */
  readonly #methods: string[] = []

  constructor(scanned: Scanned) {
    this.#scanned = scanned
    this.#ranges = new Ranges(scanned.bytes)
  }

  /** Of the request whose places begin there. Nothing where it does not say both. */
  at(first: number): RequestLine | undefined {
    if (!this.hasBoth(first)) return undefined
    const { places } = this.#scanned
    const start = this.#startOfBoth(first)
    // Up to the end of the request: behind its method there is an id at most, unless the keys are sorted.
    const length = (places[first + requestTable.fields.length] as number) - start
    const hash = this.#ranges.hash(start, length)
    const seen = this.#seen.get(hash)
    if (seen?.length === length && this.#ranges.areSame(seen.start, start, length)) return seen.line
    const line = this.#read(first)
    if (this.#seen.size >= remembered) this.#seen.clear()
    this.#seen.set(hash, { line, start, length })
    return line
  }

  #startOfBoth(first: number): number {
    const { places, isOrdered } = this.#scanned
    const url = places[first + urlPosition] as number
    return isOrdered ? url : Math.min(url, places[first + methodPosition] as number)
  }

  /** Whether the request whose places begin there says both. */
  hasBoth(first: number): boolean {
    const { places } = this.#scanned
    return places[first + urlPosition] !== 0 && places[first + methodPosition] !== 0
  }

  /** The method alone. Nothing where the request does not say one. */
  methodAt(first: number): string | undefined {
    const start = this.#scanned.places[first + methodPosition] as number
    if (start === 0) return undefined
    const end = endOfField(this.#scanned, requestTable.fields, first, methodPosition)
    // Each answer that is played asks for it: no function and no object is made for that.
    for (const known of this.#methods) if (this.#isLine(known, start, end)) return known
    const { bytes, layout } = this.#scanned
    const method = decodeText(new Excerpt(bytes), start, end, layout.fieldText.pad)
    if (this.#methods.length < mostMethods) this.#methods.push(method)
    return method
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
