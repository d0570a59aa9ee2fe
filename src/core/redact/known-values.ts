import { encodingsOf, type Encoding } from './encodings.ts'
import { shortestValue } from './environment.ts'
import { noSpans, type Span, unite } from './span.ts'

// Any run of 12 equal units holds a gram of 4 that begins at a multiple of 9.
const gram = 4
const stride = shortestValue - gram + 1
// Of longer forms only both ends are looked for; what is found grows from there.
const longestEnd = 128
const mostGrams = 200_000
const filterBits = 18
// Two letters of ASCII; what is none is taken for some letter.
const unitBits = 7
const unitMask = (1 << unitBits) - 1
// Enough for secrets that share a beginning, few enough for one that is a single letter over and over.
const mostAlike = 16

interface Gram {
  readonly form: Form
  readonly offset: number
  readonly rank: number
  readonly next: Gram | undefined
}

interface Form extends Encoding {
  readonly secret: string
  readonly rule: string
  readonly isWholeOnly: boolean
}

/**
 * Finds secrets that are known, in any text and in any of their forms: whole, or 12 units and more of one
 * that are no words.
 *
 * One pass over the text, however many secrets. It keeps about 200,000 grams; when there are more it forgets all but
 * the values of the environment.
 */
export class KnownValues {
  readonly #values = new Set<string>()
  readonly #environment = new Set<string>()
  #grams = new Map<number, Gram>()
  #filter = new Uint8Array(0)
  /** With which two units grams begin: most of a text is told by these alone. */
  #pairs = new Uint8Array(0)
  #count = 0

  /** How many are known. */
  get size(): number {
    return this.#values.size
  }

  /** Learns a secret, and under which rule it is found. Whether it is new, and long enough to be looked for. */
  add(secret: string, rule: string): boolean {
    if (secret.length < shortestValue || this.#values.has(secret)) return false
    if (this.#count > mostGrams) this.#forget()
    if (this.#values.size === 0) {
      this.#filter = new Uint8Array(1 << filterBits)
      this.#pairs = new Uint8Array(1 << (2 * unitBits))
    }
    this.#values.add(secret)
    if (rule === 'env') this.#environment.add(secret)
    const isWholeOnly = secret.includes('://')
    for (const encoding of encodingsOf(secret)) {
      this.#addForm({ ...encoding, secret, rule, isWholeOnly })
    }
    return true
  }

  /** The secrets in a text: sorted, not overlapping, each with the secret it is a form of. */
  spansIn(text: string): readonly Span[] {
    if (this.#values.size === 0 || text.length < shortestValue) return noSpans
    const spans: Span[] = []
    let at = this.#gramFrom(text, 0)
    while (at !== undefined) {
      const span = this.#longestAt(text, at)
      const steps = span === undefined ? 1 : Math.max(1, Math.ceil((span.end - at) / stride))
      if (span !== undefined) spans.push(span)
      at = this.#gramFrom(text, at + steps * stride)
    }
    return spans.length === 0 ? noSpans : unite(spans)
  }

  /**
   * The next offset, in steps, at which a gram may stand.
   *
   * By itself: what happens once in many thousand steps makes V8 give up a loop that it has compiled, again and again.
   */
  #gramFrom(text: string, from: number): number | undefined {
    const [pairs, filter] = [this.#pairs, this.#filter]
    const last = text.length - gram
    for (let at = from; at <= last; at += stride) {
      if (pairs[pairOf(text.charCodeAt(at), text.charCodeAt(at + 1))] === 0) continue
      if (filter[hashAt(text, at) >>> (32 - filterBits)] !== 0) return at
    }
    return undefined
  }

  #addForm(form: Form): void {
    const { text } = form
    for (let offset = 0; offset <= text.length - gram; offset++) {
      if (offset >= longestEnd && offset < text.length - gram - longestEnd) continue
      const hash = hashAt(text, offset)
      this.#filter[hash >>> (32 - filterBits)] = 1
      this.#pairs[pairOf(text.charCodeAt(offset), text.charCodeAt(offset + 1))] = 1
      const next = this.#grams.get(hash)
      const rank = (next?.rank ?? 0) + 1
      if (rank > mostAlike) continue
      this.#grams.set(hash, { form, offset, rank, next })
      this.#count += 1
    }
  }

  #longestAt(text: string, at: number): Span | undefined {
    let longest: Span | undefined
    for (let entry = this.#grams.get(hashAt(text, at)); entry !== undefined; entry = entry.next) {
      const span = this.#spanOf(text, at, entry)
      if (span === undefined) continue
      if (longest === undefined || span.end - span.start > longest.end - longest.start)
        longest = span
    }
    return longest
  }

  #spanOf(text: string, at: number, { form, offset }: Gram): Span | undefined {
    let before = 0
    while (before < offset && text[at - before - 1] === form.text[offset - before - 1]) before += 1
    let behind = 0
    const most = form.text.length - offset
    while (behind < most && text[at + behind] === form.text[offset + behind]) behind += 1
    if (behind < gram || before + behind < shortestValue) return undefined
    const start = at - before
    const end = at + behind
    const { rule, secret } = form
    if (end - start === form.text.length) return { start, end, rule, secret }
    if (form.isWholeOnly || end - start < form.shortestPart) return undefined
    const from = behindEscape(text, start)
    const part = partOf(text.slice(from, end))
    return part && { start: from + part.start, end: from + part.end, rule, secret }
  }

  #forget(): void {
    const environment = [...this.#environment]
    this.#environment.clear()
    this.#values.clear()
    this.#grams = new Map()
    this.#count = 0
    for (const value of environment) this.add(value, 'env')
  }
}

const drawnByChance = /\d.*[A-Za-z]|[A-Za-z].*\d|(?:[a-z][A-Z].*){3}/

/** Whether a text is letters and digits, or letters of both cases by turns: no word, and no two or three of them. */
function looksDrawn(text: string): boolean {
  return drawnByChance.test(text.slice(0, longestEnd))
}

const hexPair = /^[0-9A-Fa-f]{2}/

/** Where an escape ends that an offset lies in: its letters and digits may be equal to a secret's by chance. */
function behindEscape(text: string, at: number): number {
  for (let start = at - 1; start >= Math.max(0, at - 5); start--) {
    const end = start + escapeLength(text, start)
    if (end > at) return end
  }
  return at
}

function escapeLength(text: string, at: number): number {
  if (text[at] === '%') return hexPair.test(text.slice(at + 1, at + 3)) ? 3 : 0
  if (text[at] !== '\\') return 0
  return text[at + 1] === 'u' ? 6 : 2
}

// What holds a text together: escapes, quotes of JSON, borders of fields. A part of a secret does not reach over them.
const pieces = /%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\.|[^\s"'<>{}\\&=?,;%]{12,}/g

/** The first part of a run of equal units that is no accident: 12 of them that are no words. */
function partOf(run: string): { readonly start: number; readonly end: number } | undefined {
  for (const { 0: piece, index } of run.matchAll(pieces)) {
    if (piece.length >= shortestValue && looksDrawn(piece)) {
      return { start: index, end: index + piece.length }
    }
  }
  return undefined
}

function pairOf(first: number, second: number): number {
  return ((first & unitMask) << unitBits) | (second & unitMask)
}

function hashAt(text: string, at: number): number {
  const units =
    text.charCodeAt(at) ^
    (text.charCodeAt(at + 1) << 7) ^
    (text.charCodeAt(at + 2) << 14) ^
    (text.charCodeAt(at + 3) << 21)
  return Math.imul(units, 0x9e3779b1) >>> 0
}
