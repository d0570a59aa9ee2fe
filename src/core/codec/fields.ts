/** What a field holds, and so how it is read and written. */
export type FieldKind =
  | 'text'
  | 'integer'
  | 'boolean'
  | 'list'
  | 'map'
  | 'body'
  | 'duration'
  | 'chunks'
  | 'error'

/** One field of a request or a response. */
export interface Field {
  /** As the file names it. */
  readonly key: string
  /** As the model names it. */
  readonly name: string
  readonly kind: FieldKind
  /** Whether it is left out when there is nothing in it (but not by a dialect that writes every field). */
  readonly isOptional: boolean
}

function always(key: string, kind: FieldKind): Field {
  return { key, name: camelCase(key), kind, isOptional: false }
}

function optional(key: string, kind: FieldKind): Field {
  return { key, name: camelCase(key), kind, isOptional: true }
}

function camelCase(key: string): string {
  const [first = '', ...rest] = key.split('_')
  return first + rest.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')
}

/** The fields of a request in the order of the file. Version 1 has some of them, in this order too. */
export const requestFields: readonly Field[] = [
  always('proto', 'text'),
  always('proto_major', 'integer'),
  always('proto_minor', 'integer'),
  always('content_length', 'integer'),
  optional('transfer_encoding', 'list'),
  optional('trailer', 'map'),
  always('host', 'text'),
  optional('remote_addr', 'text'),
  optional('request_uri', 'text'),
  optional('body', 'body'),
  optional('form', 'map'),
  optional('headers', 'map'),
  always('url', 'text'),
  always('method', 'text'),
]

/**
 * The fields of a response in the order of the file.
 *
 * `chunks` and `error` are ours and last, where a reader that does not know them is disturbed least.
 */
export const responseFields: readonly Field[] = [
  always('proto', 'text'),
  always('proto_major', 'integer'),
  always('proto_minor', 'integer'),
  optional('transfer_encoding', 'list'),
  optional('trailer', 'map'),
  always('content_length', 'integer'),
  optional('uncompressed', 'boolean'),
  always('body', 'body'),
  always('headers', 'map'),
  always('status', 'text'),
  always('code', 'integer'),
  always('duration', 'duration'),
  optional('chunks', 'chunks'),
  optional('error', 'error'),
]
