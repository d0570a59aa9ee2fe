import type { Body } from '../../body.ts'
import type { Chunk } from '../../chunks.ts'
import { newHeaders, type HeaderMap } from '../../headers.ts'
import { Cursor } from './cursor.ts'
import { decodeBody, decodeText } from './decode.ts'
import { Excerpt } from './excerpt.ts'
import type { FieldTable } from './field-table.ts'
import { addLazyBody, LazyBody, smallBody } from './lazy-body.ts'
import { readMap } from './read-map.ts'
import type { Scanned } from './scan-cassette.ts'
import { nanosecondsIn } from './scan-duration.ts'
import { takeBoolean, takeChunks } from './scan-fields.ts'
import { walkList } from './scan-map.ts'
import { SidePlaces } from './side-places.ts'

/**
 * Reads the fields of one request or response: each call reads the next field of the table, or the one it was moved to.
 *
 * Where the file has no such field, there is nothing in it.
 */
export class SideReader {
  readonly #scanned: Scanned
  readonly #places: SidePlaces
  readonly #bodyPosition: number
  readonly #cursor: Cursor
  #excerpt: Excerpt | undefined
  #next = 0

  constructor(scanned: Scanned, table: FieldTable, first: number) {
    this.#scanned = scanned
    this.#places = new SidePlaces(scanned, table, first)
    this.#bodyPosition = table.positions.get('body') as number
    this.#cursor = new Cursor(scanned.characters)
  }

  /** Whether the file has the next field. */
  get hasNext(): boolean {
    return this.#places.startOf(this.#next) !== 0
  }

  /** Moves to a field of the table. */
  at(position: number): this {
    this.#next = position
    return this
  }

  /** Goes on to the field after it. */
  skip(): void {
    this.#next++
  }

  text(): string {
    const position = this.#next++
    const start = this.#places.startOf(position)
    return start === 0 ? '' : decodeText(this.#from, start, this.#places.endOf(position), this.#pad)
  }

  /** Gives a side its body. One that is large is decoded when somebody asks for it. */
  addBodyTo(side: { body: Body }): void {
    const position = this.#next++
    const start = this.#places.startOf(position)
    const end = this.#places.endOf(position)
    if (start === 0) side.body = ''
    else if (end - start <= smallBody) side.body = decodeBody(this.#from, start, end, this.#pad)
    else addLazyBody(side, new LazyBody(this.#scanned, start, end))
  }

  integer(): number {
    return this.#toNext() ? this.#cursor.takeInteger() : 0
  }

  boolean(): boolean {
    return this.#toNext() && takeBoolean(this.#cursor)
  }

  duration(): number {
    return nanosecondsIn(this.text()) as number
  }

  list(): readonly string[] {
    const list: string[] = []
    if (!this.#toNext()) return list
    const { listItem, listText } = this.#scanned.layout
    walkList(this.#cursor, listItem, listText, (start, end, pad) => {
      list.push(decodeText(this.#from, start, end, pad))
    })
    return list
  }

  map(): HeaderMap {
    const end = this.#places.endOf(this.#next)
    if (!this.#toNext()) return newHeaders()
    return readMap(this.#cursor, end, this.#scanned.layout, this.#from)
  }

  /** The chunks, which must be there. */
  chunks(): readonly Chunk[] {
    this.#toNext()
    return takeChunks(this.#cursor, this.#scanned.layout)
  }

  /** The body, however large it is. */
  body(): Body {
    const position = this.#next++
    const start = this.#places.startOf(position)
    return start === 0 ? '' : decodeBody(this.#from, start, this.#places.endOf(position), this.#pad)
  }

  get #pad(): number {
    return this.#scanned.layout.fieldText.pad
  }

  get #from(): Excerpt {
    return (this.#excerpt ??= this.#cut())
  }

  // All of the side. Only what follows the body where that is large, or may be why the side is not ASCII.
  #cut(): Excerpt {
    const { bytes } = this.#scanned
    const { start, end } = this.#places
    const bodyStart = this.#places.startOf(this.#bodyPosition)
    const bodyEnd = bodyStart === 0 ? end : this.#places.endOf(this.#bodyPosition)
    if (bodyStart === 0 || bodyEnd - bodyStart <= smallBody) {
      const whole = new Excerpt(bytes, start, end)
      if (whole.isOpen) return whole
    }
    return new Excerpt(bytes, bodyEnd, end)
  }

  // Moves the cursor to the next field, if it is there.
  #toNext(): boolean {
    const start = this.#places.startOf(this.#next++)
    this.#cursor.at = start
    return start !== 0
  }
}
