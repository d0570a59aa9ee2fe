/**
 * Puts a function in the place of a method, until the undo that it gives is called.
 *
 * Where somebody has put theirs over ours in the meantime, ours stays below: it must do nothing of its own by then.
 */
export function patch<Owner extends object, Key extends keyof Owner>(
  owner: Owner,
  key: Key,
  wrap: (original: Owner[Key]) => Owner[Key],
): () => void {
  const before = Object.getOwnPropertyDescriptor(owner, key)
  const ours = wrap(owner[key])
  Object.defineProperty(owner, key, {
    configurable: true,
    enumerable: before?.enumerable ?? false,
    writable: true,
    value: ours,
  })
  return () => {
    if (owner[key] !== ours) return
    if (before === undefined) Reflect.deleteProperty(owner, key)
    else Object.defineProperty(owner, key, before)
  }
}
