/** A set of positions in a cassette: a byte each, for a table of a hundred thousand is slow to look into. */
export class PositionSet {
  #flags = new Uint8Array(64)
  #size = 0

  get size(): number {
    return this.#size
  }

  has(position: number): boolean {
    return this.#flags[position] === 1
  }

  add(position: number): void {
    if (this.has(position)) return
    if (position >= this.#flags.length) this.#grow(position)
    this.#flags[position] = 1
    this.#size += 1
  }

  #grow(position: number): void {
    const larger = new Uint8Array(2 * (position + 1))
    larger.set(this.#flags)
    this.#flags = larger
  }
}
