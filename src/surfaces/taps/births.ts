import { EventEmitter } from 'node:events'
import { patch } from './patch.ts'

type Init = (this: object, options?: object) => void

/**
 * Tells of the first event emitter of each kind that is made in the process, before its own constructor has run.
 *
 * Every dispatcher of every copy of undici is one, and so is every agent: also those that a bundler has buried in a
 * program, of which no module registry knows.
 */
export function watchBirths(notice: (emitter: object) => void): () => void {
  let isWatching = true
  const known = new WeakSet<object>()
  let last: object | undefined
  const isNew = (emitter: object): boolean => {
    const kind = Object.getPrototypeOf(emitter) as object
    // A client makes many of the same kind, one after the other.
    if (kind === last) return false
    last = kind
    if (known.has(kind)) return false
    known.add(kind)
    return true
  }
  // `domain` replaces the same function: as long as Node has it, it is called for each.
  const undo = patch(EventEmitter as unknown as { init: Init }, 'init', (original) => {
    return function init(options) {
      if (isWatching && isNew(this)) notice(this)
      return original.call(this, options)
    }
  })
  return () => {
    isWatching = false
    undo()
  }
}
