import { Bucket } from './bucket.ts'
import { type Key, KeyMap } from './key-map.ts'
import type { Normalised } from './normalise.ts'
import { agree, type Part } from './part.ts'
import type { Shelf } from './sorted-groups.ts'
import { Templates } from './templates.ts'

/** The first level of the index: buckets of interactions by what method and URL alone tell. */
export class Places {
  /** All buckets, in the order in which the file has them. */
  readonly all: readonly Bucket[]
  readonly #all: Bucket[] = []
  readonly #byKeys = new KeyMap<Bucket>()
  /** By method and URL as they were recorded: most requests are written just so, and need not be understood. */
  readonly #byText = new KeyMap<Bucket>()
  readonly #parts: readonly Part[]
  readonly #shelf: Shelf
  readonly #templates: Templates<Bucket>

  constructor(parts: readonly Part[], normalAt: (position: number) => Normalised) {
    this.all = this.#all
    this.#parts = parts.filter((part) => part.isPlace)
    this.#shelf = { details: parts.filter((part) => !part.isPlace), normalAt }
    this.#templates = new Templates(this.#parts)
  }

  add(position: number): void {
    const normal = this.#shelf.normalAt(position)
    const keys = this.#keysOf(normal)
    const known = this.#byKeys.get(keys)
    known?.add(position)
    const bucket = known ?? this.#create(position, normal, keys)
    this.#byText.set(textKeys(normal), bucket)
  }

  /** The bucket of a live request, then those that match it as templates. */
  find(live: Normalised): readonly Bucket[] {
    const exact = this.#byText.get(textKeys(live)) ?? this.#byKeys.get(this.#keysOf(live))
    const wild = this.#templates
      .find(live)
      .filter((bucket) => bucket !== exact && agree(this.#parts, live, bucket.place))
    return exact === undefined ? wild : [exact, ...wild]
  }

  #create(position: number, normal: Normalised, keys: readonly Key[]): Bucket {
    const bucket = new Bucket(position, this.#shelf)
    this.#all.push(bucket)
    this.#byKeys.set(keys, bucket)
    this.#templates.add(normal, bucket)
    return bucket
  }

  #keysOf(request: Normalised): readonly Key[] {
    // Where no part tells places apart, there is one.
    return this.#parts.length === 0 ? [''] : this.#parts.map((part) => part.key(request))
  }
}

function textKeys({ method, request }: Normalised): readonly Key[] {
  return [method, request.url]
}
