// Test runners evaluate modules in realms of their own (jest, vitest's vm pools). What comes from outside, from Node or
// from a configuration, is an instance of the classes of another one.

/** Whether a value is an error, of whichever realm. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || tagOf(value) === '[object Error]'
}

/** Whether a value is a regular expression, of whichever realm. */
export function isRegExp(value: unknown): value is RegExp {
  return value instanceof RegExp || tagOf(value) === '[object RegExp]'
}

function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value)
}
