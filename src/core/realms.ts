// Test runners evaluate modules in realms of their own (jest, vitest's vm pools), or put classes of another one in the
// global's place (vitest's jsdom: no Buffer is a Uint8Array there). What comes from outside, from Node or from a
// configuration, is an instance of the classes of another one.

/** Whether a value is an error, of whichever realm. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || tagOf(value) === '[object Error]'
}

/** Whether a value is a regular expression, of whichever realm. */
export function isRegExp(value: unknown): value is RegExp {
  return value instanceof RegExp || tagOf(value) === '[object RegExp]'
}

/** Whether a value is a Uint8Array, of whichever realm. */
export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array || (ArrayBuffer.isView(value) && tagOf(value) === bytesTag)
}

const bytesTag = '[object Uint8Array]'

function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value)
}
