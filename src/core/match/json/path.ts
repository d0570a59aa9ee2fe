/** One step of a path: into a name, an index, all elements, or a name at any depth. */
type Step =
  | { readonly kind: 'name' | 'deep'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'all' }

/** A parsed `$.messages[*].id`. */
export type JsonPath = readonly Step[]

/** Why a path could not be read, and where: an offset into its text. */
export interface PathProblem {
  readonly problem: string
  readonly offset: number
}

const steps =
  /\.\.([^.[\]\s'"*]+)|\.([^.[\]\s'"*]+)|\[(\d+)\]|\[(\*)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y

/** Reads `$ .name ['name'] [n] [*] ..name`. */
export function parsePath(text: string): JsonPath | PathProblem {
  const path: Step[] = []
  let offset = 1
  while (offset < text.length) {
    steps.lastIndex = offset
    const match = steps.exec(text)
    if (match === null) {
      return { problem: "expected .name, ..name, [n], [*] or ['name']", offset }
    }
    path.push(stepOf(match))
    offset = steps.lastIndex
  }
  return path
}

function stepOf(match: RegExpExecArray): Step {
  const [, deep, name, index, all, single, double] = match
  if (deep !== undefined) return { kind: 'deep', name: deep }
  if (name !== undefined) return { kind: 'name', name }
  if (index !== undefined) return { kind: 'index', index: Number(index) }
  if (all !== undefined) return { kind: 'all' }
  return { kind: 'name', name: String(single ?? double).replace(/\\(.)/gs, '$1') }
}

/** Writes a step into a name or an element the way `parsePath` reads it. */
export function pathStep(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`
  if (/^[^.[\]\s'"*\\]+$/.test(key)) return `.${key}`
  return `['${key.replace(/['\\]/g, '\\$&')}']`
}
