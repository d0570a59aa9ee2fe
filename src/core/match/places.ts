import type { RequestLine } from '../codec/origin.ts'
import { newHeaders } from '../headers.ts'
import { Bucket } from './bucket.ts'
import { type Key, KeyMap } from './key-map.ts'
import type { Sight } from './matcher.ts'
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
  readonly #byText = new Map<string, Map<string, Bucket>>()
  /** Requests mostly come in the order of the file: in a long one, the next place is seen sooner than found. */
  #expected: Bucket | undefined
  readonly #normalise: Sight['normalise']
  readonly #parts: readonly Part[]
  readonly #shelf: Shelf
  readonly #templates: Templates<Bucket>
  /** What the only place asks for, as long as nobody had to understand it: most tests ask for one thing, as it was recorded. */
  #only: { readonly line: RequestLine; readonly bucket: Bucket } | undefined

  constructor({ parts, normalise }: Sight, requests: Pick<Shelf, 'normalAt' | 'newNormalAt'>) {
    this.all = this.#all
    this.#normalise = normalise
    this.#parts = parts.filter((part) => part.isPlace)
    this.#shelf = { details: parts.filter((part) => !part.isPlace), ...requests }
    this.#templates = new Templates(this.#parts)
  }

  /** Adds an interaction, by what its request asks for: no more of it is looked at. */
  add(position: number, line: RequestLine): void {
    const written = this.#writtenWith(line.method)
    const known = written.get(line.url)
    if (known !== undefined) return known.add(position)
    const isOnly = this.#all.length === 0
    const bucket = isOnly ? this.#create(position, line) : this.#understood(position, line)
    if (isOnly) this.#only = { line, bucket }
    written.set(line.url, bucket)
  }

  /** The bucket of a live request, then those that match it as templates. */
  find(live: Normalised): readonly Bucket[] {
    const same = this.#written(live.request)
    if (same !== undefined && this.#only !== undefined) return [same]
    this.#understandOnly()
    const exact = same ?? this.#byKeys.get(this.#keysOf(live))
    this.#expected = exact?.next
    if (this.#templates.isEmpty) return exact === undefined ? [] : [exact]
    const wild = this.#templates
      .find(live)
      .filter((bucket) => bucket !== exact && agree(this.#parts, live, bucket.place))
    return exact === undefined ? wild : [exact, ...wild]
  }

  #writtenWith(method: string): Map<string, Bucket> {
    const known = this.#byText.get(method)
    if (known !== undefined) return known
    const made = new Map<string, Bucket>()
    this.#byText.set(method, made)
    return made
  }

  /** The bucket of what is written just so. */
  #written(line: RequestLine): Bucket | undefined {
    if (this.#expected?.isOf(line) === true) return this.#expected
    return this.#byText.get(line.method)?.get(line.url)
  }

  #create(position: number, line: RequestLine): Bucket {
    const bucket = new Bucket(position, line, this.#shelf)
    const last = this.#all.at(-1)
    if (last !== undefined) last.next = bucket
    this.#all.push(bucket)
    return bucket
  }

  /** The bucket of an interaction that was put there: with others that ask for the same in other words. */
  #understood(position: number, line: RequestLine): Bucket {
    this.#understandOnly()
    const normal = this.#normalLine(line)
    const keys = this.#keysOf(normal)
    const same = this.#byKeys.get(keys)
    same?.add(position)
    return same ?? this.#file(this.#create(position, line), normal, keys)
  }

  #understandOnly(): void {
    if (this.#only === undefined) return
    const { line, bucket } = this.#only
    this.#only = undefined
    const normal = this.#normalLine(line)
    this.#file(bucket, normal, this.#keysOf(normal))
  }

  #file(bucket: Bucket, normal: Normalised, keys: readonly Key[]): Bucket {
    this.#byKeys.set(keys, bucket)
    this.#templates.add(normal, bucket)
    return bucket
  }

  #normalLine({ method, url }: RequestLine): Normalised {
    return this.#normalise({ method, url, headers: newHeaders(), body: undefined })
  }

  #keysOf(request: Normalised): readonly Key[] {
    // Where no part tells places apart, there is one.
    return this.#parts.length === 0 ? [''] : this.#parts.map((part) => part.key(request))
  }
}
