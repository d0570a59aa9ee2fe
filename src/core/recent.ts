/** What was asked for lately, by its name: beyond so many, what was idle for longest is dropped. */
export class Recent<Value> {
  readonly #most: number
  /** In the order of insertion: the idlest comes first. */
  readonly #known = new Map<string, Value>()

  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#known.size
  }

  get(name: string): Value | undefined {
    const value = this.#known.get(name)
    if (value !== undefined) this.set(name, value)
    return value
  }

  set(name: string, value: Value): void {
    this.#known.delete(name)
    this.#known.set(name, value)
    if (this.#known.size <= this.#most) return
    for (const idlest of this.#known.keys()) {
      this.#known.delete(idlest)
      return
    }
  }

  delete(name: string): void {
    this.#known.delete(name)
  }

  clear(): void {
    this.#known.clear()
  }
}
