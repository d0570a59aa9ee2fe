/** Something that holds while a call lasts, for all that is called in it. */
export class Meanwhile {
  #holds = false

  get holds(): boolean {
    return this.#holds
  }

  /** Calls something, and gives back what it gives. */
  during<T>(call: () => T): T {
    const before = this.#holds
    this.#holds = true
    try {
      return call()
    } finally {
      this.#holds = before
    }
  }
}
