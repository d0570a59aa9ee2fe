import type { Normalised } from './normalise.ts'

const remembered = 256

/** The recorded requests that were looked at lately: bounded in number, and large bodies do not stay. */
export class RecentRequests {
  readonly #make: (position: number) => Normalised
  readonly #known = new Map<number, Normalised>()
  #last: { readonly position: number; readonly normal: Normalised } | undefined

  constructor(make: (position: number) => Normalised) {
    this.#make = make
  }

  at(position: number): Normalised {
    const known = this.#known.get(position)
    if (known !== undefined) return known
    this.#forget()
    const normal = this.#make(position)
    this.#known.set(position, normal)
    this.#last = { position, normal }
    return normal
  }

  #forget(): void {
    if (this.#known.size >= remembered) this.#known.clear()
    if (this.#last?.normal.isHeavy === true) this.#known.delete(this.#last.position)
  }
}
