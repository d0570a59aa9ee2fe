import type { Body } from '../../body.ts'
import { decodeBody } from './decode.ts'
import { Excerpt } from './excerpt.ts'
import type { Scanned } from './scan-cassette.ts'

/** To decode a body of so many bytes takes no longer than to remember that it is to be done. */
export const smallBody = 2_048

/** A body that is decoded when somebody first asks for it. */
export class LazyBody {
  readonly #scanned: Scanned
  readonly #start: number
  readonly #end: number
  #value: Body | undefined

  constructor(scanned: Scanned, start: number, end: number) {
    this.#scanned = scanned
    this.#start = start
    this.#end = end
  }

  get value(): Body {
    const { bytes, layout } = this.#scanned
    this.#value ??= decodeBody(new Excerpt(bytes), this.#start, this.#end, layout.fieldText.pad)
    return this.#value
  }

  set value(value: Body) {
    this.#value = value
  }

  /** Whether it is that one, for it stands at the same place, and nobody has read or set it. */
  isSurely(other: LazyBody | undefined): boolean {
    return (
      other !== undefined &&
      this.#value === undefined &&
      this.#start === other.#start &&
      this.#scanned === other.#scanned
    )
  }
}

const bodyKey: unique symbol = Symbol('body')

interface HasLazyBody {
  readonly [bodyKey]?: LazyBody
}

/**
 * Adds a body that is decoded when somebody asks for it.
 *
 * To whoever uses it, it is an ordinary property: it can be set, listed, copied and compared.
 */
export function addLazyBody(side: object, body: LazyBody): void {
  Object.defineProperty(side, bodyKey, { value: body })
  Object.defineProperty(side, 'body', descriptor)
}

/** The body of a request or response that is decoded when somebody asks for it, if that is so. */
export function lazyBodyOf(side: object & HasLazyBody): LazyBody | undefined {
  return side[bodyKey]
}

// One for all: with accessors of its own, each side would be of a class of its own to the engine, and making it would
// take longer than decoding the body.
const descriptor: PropertyDescriptor & ThisType<Required<HasLazyBody>> = {
  get() {
    return this[bodyKey].value
  },
  set(value: Body) {
    this[bodyKey].value = value
  },
  enumerable: true,
  configurable: true,
}
