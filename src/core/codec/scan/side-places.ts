import type { FieldTable, ScanField } from './field-table.ts'
import type { Scanned } from './scan-cassette.ts'

/** Where the fields of one request or response stand, as offsets of bytes, each by its position in the table. */
export class SidePlaces {
  readonly #scanned: Scanned
  readonly #fields: readonly ScanField[]
  /** Where they begin among all places. */
  readonly #first: number

  constructor(scanned: Scanned, { fields }: FieldTable, first: number) {
    this.#scanned = scanned
    this.#fields = fields
    this.#first = first
  }

  /** Where the first value begins. */
  get start(): number {
    let position = 0
    while (position < this.#fields.length && this.startOf(position) === 0) position++
    return this.startOf(position)
  }

  /** Where the lines of all end. */
  get end(): number {
    return this.startOf(this.#fields.length)
  }

  /** Where the value of a field begins. 0 where the file has no such field. */
  startOf(position: number): number {
    return this.#scanned.places[this.#first + position] as number
  }

  /** Where the lines of a field end. */
  endOf(position: number): number {
    return endOfField(this.#scanned, this.#fields, this.#first, position)
  }
}

/** Where the lines of a field end, of the request or response whose places begin there. */
export function endOfField(
  { places, layout }: Scanned,
  fields: readonly ScanField[],
  first: number,
  position: number,
): number {
  for (let next = position + 1; next < fields.length; next++) {
    const start = places[first + next] as number
    if (start !== 0) return start - (fields[next] as ScanField).keyBytes.length - layout.field
  }
  return places[first + fields.length] as number
}
