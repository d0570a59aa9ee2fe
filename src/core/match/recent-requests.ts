import type { Normalised } from './normalise.ts'

// A power of two.
const places = 256

/** The recorded requests that were looked at lately: bounded in number, and large bodies do not stay. */
export class RecentRequests {
  readonly #make: (position: number) => Normalised
  // One place for each of so many neighbours: in a long cassette nearly all that is looked at is new, and takes a place
  // without a search. The cassette of a test is short, and never has more than a few.
  readonly #positions: number[] = []
  readonly #known: (Normalised | undefined)[] = []
  #last = 0

  constructor(make: (position: number) => Normalised) {
    this.#make = make
  }

  at(position: number): Normalised {
    const place = position % places
    const known = this.#known[place]
    if (known !== undefined && this.#positions[place] === position) return known
    if (this.#known[this.#last]?.isHeavy === true) this.#known[this.#last] = undefined
    const normal = this.#make(position)
    this.#positions[place] = position
    this.#known[place] = normal
    this.#last = place
    return normal
  }
}
