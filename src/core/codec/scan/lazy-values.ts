import { isSame } from '../copy.ts'

/** Where values come from when somebody first asks for them. */
export interface ValueReader {
  read(name: LazyName): unknown
}

/** The properties that are read when somebody first asks for them. */
export type LazyName = 'request' | 'response' | 'body' | 'form' | 'headers'

const unread: unique symbol = Symbol('unread')

// Fields, not a map: each interaction has three of these.
class LazyValues implements Record<LazyName, unknown> {
  request: unknown = unread
  response: unknown = unread
  body: unknown = unread
  form: unknown = unread
  headers: unknown = unread
  readonly #reader: ValueReader
  #set: ReadonlySet<LazyName> = none

  constructor(reader: ValueReader) {
    this.#reader = reader
  }

  get(name: LazyName): unknown {
    if (this[name] === unread) this[name] = this.#reader.read(name)
    return this[name]
  }

  set(name: LazyName, value: unknown): void {
    this[name] = value
    this.#set = new Set([...this.#set, name])
  }

  /** Whether a value no longer is what can be read: another was set, or something in it. What nobody read is not read. */
  isChanged(name: LazyName, asRead: () => unknown): boolean {
    const value = this[name]
    if (value === unread) return false
    return this.#set.has(name) ? !isSame(value, asRead()) : differs(value, asRead())
  }
}

const none: ReadonlySet<LazyName> = new Set()

const valuesKey: unique symbol = Symbol('values')

interface HasValues {
  readonly [valuesKey]?: LazyValues
}

/**
 * Makes an object for properties that are read when somebody asks. {@link addLazy} adds them, in their place among others.
 *
 * To whoever uses it, it is an ordinary object: its properties are its own, can be set, listed, copied and compared.
 */
export function lazyObject(reader: ValueReader): object {
  return Object.defineProperty({}, valuesKey, { value: new LazyValues(reader) })
}

/** Adds a property that is read when somebody asks for it. */
export function addLazy(object: object, name: LazyName): void {
  Object.defineProperty(object, name, descriptors[name])
}

// Shared by all objects: with accessors of its own, each would be of a class of its own to the engine, and making it
// would take longer than reading what they stand for.
const descriptors: Readonly<Record<LazyName, PropertyDescriptor>> = {
  request: descriptorOf('request'),
  response: descriptorOf('response'),
  body: descriptorOf('body'),
  form: descriptorOf('form'),
  headers: descriptorOf('headers'),
}

function descriptorOf(name: LazyName): PropertyDescriptor & ThisType<HasValues> {
  return {
    get() {
      return this[valuesKey]?.get(name)
    },
    set(value: unknown) {
      this[valuesKey]?.set(name, value)
    },
    enumerable: true,
    configurable: true,
  }
}

/** Whether a value differs from the one just read from the same place. Of a lazy object what nobody read is not read. */
export function differs(now: unknown, asRead: unknown): boolean {
  const values = (now as HasValues | undefined)?.[valuesKey]
  if (values === undefined) return !isSame(now, asRead)
  const left = now as Readonly<Record<string, unknown>>
  const right = asRead as Readonly<Record<string, unknown>>
  const keys = Object.keys(right)
  return (
    Object.keys(left).length !== keys.length ||
    keys.some((key) => {
      return isLazy(key) ? values.isChanged(key, () => right[key]) : !isSame(left[key], right[key])
    })
  )
}

function isLazy(key: string): key is LazyName {
  return Object.hasOwn(descriptors, key)
}
