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
    if (!this.#scanned.isOrdered) return firstBehind(this.#scanned, this.#fields, this.#first, 0)
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
  scanned: Scanned,
  fields: readonly ScanField[],
  first: number,
  position: number,
): number {
  const { places, layout } = scanned
  if (!scanned.isOrdered) return endAmong(scanned, fields, first, position)
  for (let next = position + 1; next < fields.length; next++) {
    const start = places[first + next] as number
    if (start !== 0) return start - (fields[next] as ScanField).keyBytes.length - layout.field
  }
  return places[first + fields.length] as number
}

// Where the fields stand in another order, the next may be any of the table.
function endAmong(
  scanned: Scanned,
  fields: readonly ScanField[],
  first: number,
  position: number,
): number {
  const { places, layout } = scanned
  const start = firstBehind(scanned, fields, first, places[first + position] as number)
  const next = fields.findIndex((_, index) => places[first + index] === start)
  const key = fields[next]?.keyBytes
  return key === undefined ? start : start - key.length - layout.field
}

// The first value that stands behind an offset, or where all end.
function firstBehind(
  { places }: Scanned,
  fields: readonly ScanField[],
  first: number,
  offset: number,
): number {
  let found = places[first + fields.length] as number
  for (let index = 0; index < fields.length; index++) {
    const start = places[first + index] as number
    if (start > offset && start < found) found = start
  }
  return found
}
