import { type Key, KeyMap } from './key-map.ts'
import type { Normalised } from './normalise.ts'
import type { Part } from './part.ts'

/** How requests are looked up that a recorded one matches with its wild tokens. */
export interface Template {
  /** The same for recorded requests that are wild in the same pieces. */
  readonly id: string
  /** The key of a request without these pieces. */
  readonly keyOf: (request: Normalised) => Key
}

interface Shape<T> {
  readonly keysOf: (request: Normalised) => readonly Key[]
  readonly items: KeyMap<T[]>
}

/** Beyond so many shapes one look-up a shape would cost more than comparing. */
const mostShapes = 8

/**
 * What holds a placeholder that no rule would find again: it is found by what is not wild in it.
 *
 * One look-up for each shape, that is, each set of wild pieces; most cassettes have none or one.
 */
export class Templates<T> {
  readonly #parts: readonly Part[]
  readonly #shapes = new Map<string, Shape<T>>()

  constructor(parts: readonly Part[]) {
    this.#parts = parts
  }

  /** Whether nothing is wild. */
  get isEmpty(): boolean {
    return this.#shapes.size === 0
  }

  /** Adds an item if its request is wild in anything. */
  add(recorded: Normalised, item: T): void {
    const templates = this.#parts.map((part) => part.template?.(recorded))
    if (templates.every((template) => template === undefined)) return
    const shape = this.#shapeOf(templates)
    const keys = shape.keysOf(recorded)
    const items = shape.items.get(keys)
    if (items === undefined) shape.items.set(keys, [item])
    else items.push(item)
  }

  /** What may match a live request: the comparison decides. */
  find(live: Normalised): readonly T[] {
    return [...this.#shapes.values()].flatMap(({ items, keysOf }) => items.get(keysOf(live)) ?? [])
  }

  #shapeOf(templates: readonly (Template | undefined)[]): Shape<T> {
    const id = JSON.stringify(templates.map((template) => template?.id ?? null))
    const known = this.#shapes.get(id)
    if (known !== undefined) return known
    if (this.#shapes.size >= mostShapes) return this.#makeShape('any', () => [''])
    return this.#makeShape(id, (request) =>
      this.#parts.map((part, index) => templates[index]?.keyOf(request) ?? part.key(request)),
    )
  }

  #makeShape(id: string, keysOf: Shape<T>['keysOf']): Shape<T> {
    const known = this.#shapes.get(id)
    if (known !== undefined) return known
    const shape = { keysOf, items: new KeyMap<T[]>() }
    this.#shapes.set(id, shape)
    return shape
  }
}
