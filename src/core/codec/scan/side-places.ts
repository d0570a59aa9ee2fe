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
    const position = positionBehind(this.#scanned, this.#fields, this.#first, -1)
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
  const next = positionBehind(scanned, fields, first, position)
  const start = places[first + next] as number
  const key = fields[next]?.keyBytes
  return key === undefined ? start : start - key.length - layout.field
}

/** Which field stands behind another, -1 for the first of all: its place in the table, or behind the table where there is none. */
function positionBehind(
  { places, isOrdered }: Scanned,
  fields: readonly ScanField[],
  first: number,
  position: number,
): number {
  if (isOrdered) {
    let next = position + 1
    while (next < fields.length && places[first + next] === 0) next++
    return next
  }
  const offset = position === -1 ? 0 : (places[first + position] as number)
  let next = fields.length
  for (let index = 0; index < fields.length; index++) {
    const start = places[first + index] as number
    if (start > offset && start < (places[first + next] as number)) next = index
  }
  return next
}
