import { hashText } from './match/hash.ts'

const mostBytes = 80

/** A test or a group of tests, among its siblings. */
export interface Titled {
  readonly title: string
  /** A group becomes a folder, a test a file. */
  readonly isGroup: boolean
}

/**
 * The names that siblings have on disk, in their order: a folder's for a group, a file's for a test.
 *
 * No two are equal where case does not count. Whoever comes first keeps the plain name, so a test that is added at the
 * end renames none of the others.
 */
export function siblingNames(siblings: readonly Titled[]): readonly string[] {
  const taken = new Set<string>()
  return siblings.map(({ title, isGroup }) => {
    const fileOf = (step: string): string => (isGroup ? step : `${step}.yaml`)
    const step = nameOf(title, (step) => !taken.has(foldCase(fileOf(step))))
    taken.add(foldCase(fileOf(step)))
    return fileOf(step)
  })
}

/**
 * The name that a project, or a folder or file of the tests, has among the cassettes.
 *
 * @param title - One step of a path: a separator in it leads nowhere.
 */
export function stepName(title: string): string {
  return nameOf(title, () => true)
}

function nameOf(title: string, isFree: (name: string) => boolean): string {
  const plain = plainName(title)
  const isUnchanged = plain === title.normalize('NFC') && cut(plain, mostBytes) === plain
  if (isUnchanged && isFree(plain)) return plain
  for (let nth = 1; ; nth++) {
    const name = hashedName(plain, nth === 1 ? title : `${title}\n${nth}`)
    if (isFree(name)) return name
  }
}

function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase()
}

// Devices on Windows, whatever stands behind a dot.
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** A title as far as it can stand in a file's name. */
function plainName(title: string): string {
  // All that can be of use, and no more: the look back over marks is not linear.
  const own = title.normalize('NFC').slice(0, 4 * mostBytes)
  // Windows drops a dot at the end.
  const name = withoutOthers(own).replace(/\.$/, '-')
  return name === '' || name.startsWith('.') || reserved.test(name) ? `_${name}` : name
}

/** Has a hyphen for each character that is no letter, digit, dot, underscore or mark on a letter. */
function withoutOthers(title: string): string {
  // Most are ASCII, and the tables of Unicode take time to make: each test file of a suite would do it anew.
  if (/^[ -~]*$/.test(title)) return title.replace(/[^\w.-]/g, '-')
  return title.replace(/[^\p{L}\p{M}\p{Nd}._-]|(?<!\p{L}\p{M}*)\p{M}/gu, '-')
}

function hashedName(name: string, title: string): string {
  const hash = (hashText(title) >>> 0).toString(16).padStart(8, '0')
  return `${cut(name, mostBytes - hash.length - 1)}-${hash}`
}

/** As much of the text as fits in so many bytes. */
function cut(text: string, most: number): string {
  return text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(most)).read)
}
