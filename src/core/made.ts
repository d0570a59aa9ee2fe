import { Recent } from './recent.ts'

/** What takes its time to make, by its name: made once, and again for the next who asks where it failed. */
export class Made<Value> {
  readonly #recent: Recent<Promise<Value>>

  /** @param most - Beyond so many, what was idle for longest is forgotten. */
  constructor(most: number) {
    this.#recent = new Recent(most)
  }

  get(name: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.#recent.get(name)
    if (known !== undefined) return known
    const made = make()
    this.#recent.set(name, made)
    // Whoever waits for it is told.
    made.catch(() => this.#forget(name, made))
    return made
  }

  /** Another may have been made meanwhile, where this one was idle for too long. */
  #forget(name: string, failed: Promise<Value>): void {
    if (this.#recent.get(name) === failed) this.#recent.delete(name)
  }
}
