/** A pattern of paths: the folder in which all of them are, and which of those in it are meant. */
export interface Glob {
  /** Empty for the current one. */
  readonly folder: string
  readonly matches: (path: string) => boolean
}

const special = /[*?[{]/

/**
 * Reads a pattern: `*` and `?` stay inside one name, `**` spans folders, `[a-z]` and `{a,b}` choose.
 *
 * @returns nothing where the text is a plain path.
 */
export function parseGlob(text: string): Glob | undefined {
  if (!special.test(text)) return undefined
  const path = text.replaceAll('\\', '/')
  const plain = path.slice(0, path.search(special))
  const pattern = new RegExp(`^${source(path)}$`)
  return {
    folder: plain.slice(0, plain.lastIndexOf('/') + 1),
    matches: (candidate) => pattern.test(candidate.replaceAll('\\', '/').replace(/^\.\//, '')),
  }
}

const parts = /\*\*\/|\*\*|\*|\?|\[!?[^\]/]+\]|\{[^{}]*\}|[^]/g

function source(glob: string): string {
  return glob.replace(/^\.\//, '').replace(parts, partSource)
}

function partSource(part: string): string {
  if (part === '**/') return '(?:[^/]+/)*'
  if (part === '**') return '.*'
  if (part === '*') return '[^/]*'
  if (part === '?') return '[^/]'
  if (part.length > 2 && part.startsWith('[')) return classSource(part)
  if (part.length > 1) return `(?:${part.slice(1, -1).split(',').map(source).join('|')})`
  return part.replace(/[\\^$.*+?()[\]{}|]/, '\\$&')
}

/** `[!a]` is `[^a]`; what is left has nothing that a regular expression would take otherwise. */
function classSource(part: string): string {
  const inside = part.slice(1, -1).replace(/[\\^]/g, '\\$&')
  return `[${inside.startsWith('!') ? `^${inside.slice(1)}` : inside}]`
}
