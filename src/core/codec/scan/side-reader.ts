import type { Body } from '../../body.ts'
import type { Chunk } from '../../chunks.ts'
import { newHeaders, type HeaderMap } from '../../headers.ts'
import { Cursor } from './cursor.ts'
import { decodeBody, decodeText } from './decode.ts'
import type { FieldTable, ScanField } from './field-table.ts'
import { readMap } from './read-map.ts'
import type { Scanned } from './scan-cassette.ts'
import { takeDuration } from './scan-duration.ts'
import { takeBoolean, takeChunks } from './scan-fields.ts'
import { walkList } from './scan-map.ts'

/** Reads the fields of one request or response by the model's names. Where the file has no such field, there is nothing. */
export class SideReader {
  readonly #scanned: Scanned
  readonly #table: FieldTable
  /** Where the places of the side begin. */
  readonly #first: number

  constructor(scanned: Scanned, table: FieldTable, first: number) {
    this.#scanned = scanned
    this.#table = table
    this.#first = first
  }

  has(name: string): boolean {
    return this.#startOf(name) !== 0
  }

  text(name: string): string {
    const start = this.#startOf(name)
    if (start === 0) return ''
    return decodeText(this.#scanned.bytes, start, this.#endOf(name), this.#pad)
  }

  body(): Body {
    const start = this.#startOf('body')
    if (start === 0) return ''
    return decodeBody(this.#scanned.bytes, start, this.#endOf('body'), this.#pad)
  }

  integer(name: string): number {
    return this.#cursorAt(name)?.takeInteger() ?? 0
  }

  boolean(name: string): boolean {
    const cursor = this.#cursorAt(name)
    return cursor !== undefined && takeBoolean(cursor)
  }

  duration(name: string): number {
    const cursor = this.#cursorAt(name)
    return cursor === undefined ? 0 : takeDuration(cursor, this.#scanned.layout.fieldText)
  }

  list(name: string): readonly string[] {
    const { bytes, layout } = this.#scanned
    const { listItem, listText } = layout
    const cursor = this.#cursorAt(name)
    const list: string[] = []
    if (cursor === undefined) return list
    walkList(cursor, listItem, listText, (start, end, pad) => {
      list.push(decodeText(bytes, start, end, pad))
    })
    return list
  }

  map(name: string): HeaderMap {
    const cursor = this.#cursorAt(name)
    return cursor === undefined
      ? newHeaders()
      : readMap(cursor, this.#endOf(name), this.#scanned.layout)
  }

  /** The chunks, which must be there. */
  chunks(): readonly Chunk[] {
    return takeChunks(this.#cursorAt('chunks') as Cursor, this.#scanned.layout)
  }

  get #pad(): number {
    return this.#scanned.layout.fieldText.pad
  }

  #startOf(name: string): number {
    const position = this.#table.positions.get(name) as number
    return this.#scanned.places[this.#first + position] as number
  }

  // Where the line of the next field begins, or where they all end.
  #endOf(name: string): number {
    const { fields, positions } = this.#table
    const { places, layout } = this.#scanned
    for (let next = (positions.get(name) as number) + 1; next < fields.length; next++) {
      const start = places[this.#first + next] as number
      if (start !== 0) return start - (fields[next] as ScanField).keyBytes.length - layout.field
    }
    return places[this.#first + fields.length] as number
  }

  #cursorAt(name: string): Cursor | undefined {
    const start = this.#startOf(name)
    if (start === 0) return undefined
    return new Cursor(this.#scanned.bytes, this.#scanned.hasSeparators, start)
  }
}
