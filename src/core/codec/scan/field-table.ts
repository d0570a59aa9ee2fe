import { requestFields, responseFields, type Field } from '../fields.ts'
import { ascii } from './ascii.ts'

/** A field and the bytes its line begins with, behind the indentation, up to its value. */
export interface ScanField extends Field {
  readonly keyBytes: Uint8Array
}

/** The fields of a request or response in the order of the file, and where each is among them. */
export interface FieldTable {
  readonly fields: readonly ScanField[]
  readonly positions: ReadonlyMap<string, number>
}

// Pre-releases of version 2 have the id in the request.
const innerId: Field = { key: 'id', name: 'id', kind: 'integer', isOptional: true }

/** The fields of a request. */
export const requestTable: FieldTable = tableOf([...requestFields, innerId])

/** The fields of a response. */
export const responseTable: FieldTable = tableOf(responseFields)

function tableOf(fields: readonly Field[]): FieldTable {
  return {
    fields: fields.map((field) => ({ ...field, keyBytes: keyBytesOf(field) })),
    positions: new Map(fields.map(({ name }, position) => [name, position])),
  }
}

// After the colon of a collection may come a line break.
function keyBytesOf({ key, kind }: Field): Uint8Array {
  return ascii(kind === 'list' || kind === 'map' || kind === 'chunks' ? `${key}:` : `${key}: `)
}
