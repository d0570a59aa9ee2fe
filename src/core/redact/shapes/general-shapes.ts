import type { Shape } from './shapes.ts'
import { noSpans, type Span } from '../span.ts'

/** Whether the first part of a token says that it is one: `{"alg": ...}`. */
function isToken(found: string): boolean {
  return decodeBase64(found.slice(0, found.indexOf('.'))).includes('"alg"')
}

/** Whether credentials of the Basic scheme are `user:password`. */
function isPair(found: string): boolean {
  return /^[ -~\u0080-\u00ff]*:[ -~\u0080-\u00ff]*$/.test(decodeBase64(found))
}

/** The bytes of base64 of either alphabet, a character each. Nothing where it has one letter too many. */
export function decodeBase64(base64: string): string {
  const text = base64.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  return text.length % 4 === 1 ? '' : atob(text)
}

function hasDigit(found: string): boolean {
  return /\d/.test(found)
}

/** A token of three to five parts, signed or encrypted, whoever made it. */
export const jsonWebToken: Shape = {
  id: 'jwt',
  starts: ['eyJ'],
  rest: /[\w-]{10,}(?:\.[\w-]*){2,4}/y,
  accepts: isToken,
}

/** A secret that stands behind a literal, and is not made of token characters alone. */
export interface LiteralShape {
  readonly id: string
  readonly literal: string
  /** What stands before the literal and belongs to the secret. */
  readonly before?: string
  /** What a text without it need not be searched. */
  readonly needs?: string
  /** What follows. Its group ends the match, and is the secret; without one, the literal belongs to it. */
  readonly rest: RegExp
  readonly form?: 'url'
  /** Whether it may stand where there is no long run of ASCII. */
  readonly isLoose?: true
  readonly accepts?: (found: string) => boolean
}

// What may stand in `user:password` before the `@`. No braces, dollars and stars: those are templates and masks.
const userinfo = /([^\s/?#"'<>\\@:{}$`|]{0,200}:[^\s/?#"'<>\\{}$`|*]{1,200})(?=@[\w[])/y
// A URL in the query of another, not encoded, and an `@` in what follows: `https://h.example:8443&from=git@h.example`.
const portInQuery = /^[^:]*\.[\w-]+:\d{1,5}&\w+=/
const bearer = /er ([\w.~+/-]{16,}={0,2})/y
const basic = /c ([A-Za-z0-9+/]{8,}={0,2})/y
const discordHook = /ooks\\?\/\d{15,20}\\?\/([\w-]{50,})/y
const privateKey =
  /[A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s\\:,.()]|-(?!----))*(?:-----END [A-Z0-9 ]{1,40}-----)?/y

// Looked for by its slashes: JSON is full of colons.
const inUrl = {
  id: 'userinfo',
  before: ':',
  needs: '@',
  rest: userinfo,
  form: 'url',
  isLoose: true,
  accepts: (found: string) => !portInQuery.test(found),
} as const

const inKubeconfig = {
  id: 'kubeconfig',
  needs: '-context: ',
  rest: /(?:\\?")?([^\s"\\]{8,200})/y,
} as const

/**
 * Shapes that no vendor owns. Each is looked for by its literal: short, with a rare first letter, for so V8 searches fastest.
 */
export const literalShapes: readonly LiteralShape[] = [
  { id: 'private-key', literal: 'BEGIN ', before: '-----', rest: privateKey },
  { ...inUrl, literal: '//' },
  { ...inUrl, literal: '\\/\\/' },
  { id: 'bearer', literal: 'Bear', rest: bearer, accepts: hasDigit },
  { id: 'bearer', literal: 'bear', rest: bearer, accepts: hasDigit },
  { id: 'google-oauth', literal: '//0', before: '1', rest: /[\w-]{30,}/y },
  { id: 'discord-webhook', literal: 'webh', rest: discordHook },
  { id: 'basic', literal: 'Basi', rest: basic, accepts: isPair },
  { ...inKubeconfig, literal: 'ken: ', before: 'to' },
  { ...inKubeconfig, literal: 'word: ', before: 'pass' },
]

/** Finds the secrets behind a literal: sorted, not overlapping. */
export function literalSpans(text: string, shape: LiteralShape): readonly Span[] {
  if (shape.needs !== undefined && !text.includes(shape.needs)) return noSpans
  let at = text.indexOf(shape.literal)
  if (at === -1) return noSpans
  const spans: Span[] = []
  while (at !== -1) {
    const span = literalSpan(text, at, shape)
    if (span !== undefined) spans.push(span)
    at = text.indexOf(shape.literal, span?.end ?? at + shape.literal.length)
  }
  return spans
}

function literalSpan(text: string, at: number, shape: LiteralShape): Span | undefined {
  const { id, literal, before = '', rest, form, accepts } = shape
  if (!text.startsWith(before, at - before.length)) return undefined
  rest.lastIndex = at + literal.length
  const match = rest.exec(text)
  if (match === null) return undefined
  const end = rest.lastIndex
  const start = match[1] === undefined ? at - before.length : end - match[1].length
  if (accepts?.(text.slice(start, end)) === false) return undefined
  return { start, end, rule: id, ...(form && { form }) }
}
