/** Gives an object a property that whoever lists them does not see. */
export function define(owner: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(owner, name, { value, configurable: true, writable: true })
}
