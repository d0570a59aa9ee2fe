import { remembering } from '../remembering.ts'
import { LastClean } from './last-clean.ts'
import {
  besidePlaceholders,
  isPlaceholder,
  placeholderOf,
  placeholderPattern,
} from './placeholders.ts'
import { plainSecret } from './plain-secret.ts'
import type { Search, SecretRules } from './rules.ts'
import { type Edit, type Span, unite } from './span.ts'
import type { Vault } from './vault.ts'

/** What all parts of an interaction are redacted with. */
export interface Redaction {
  readonly rules: SecretRules
  readonly vault: Vault
  /** Whether what plainly is an example stays: in cassettes that exist, but never while recording. */
  readonly leavesExamples: boolean
  /** Shapes, values of the environment, and what the vault knows. */
  readonly search: Search
  /** The same in a text that holds no long run of ASCII. */
  readonly searchNoise: Search
  /** What is known of the header field of a name. */
  readonly lastClean: (name: string) => LastClean
  readonly lastCleanUrl: LastClean
}

/** Rules and vault together: mostly those of the interaction before. */
export function createRedaction(
  rules: SecretRules,
  vault: Vault,
  leavesExamples = false,
): Redaction {
  const before = latest.get(vault)
  if (before?.rules === rules && before.leavesExamples === leavesExamples) return before
  const redaction = redactionOf(rules, vault, leavesExamples)
  latest.set(vault, redaction)
  return redaction
}

const latest = new WeakMap<Vault, Redaction>()

function redactionOf(rules: SecretRules, vault: Vault, leavesExamples: boolean): Redaction {
  vault.expect(rules.values)
  const withKnown =
    (spansOfShapes: Search): Search =>
    (text) => {
      const known = vault.spansIn(text)
      const found = spansOfShapes(text)
      return known.length === 0 ? found : unite([...found, ...known])
    }
  return {
    rules,
    vault,
    leavesExamples,
    search: withKnown(rules.spansOfShapes),
    searchNoise: withKnown(rules.spansInNoise),
    lastClean: remembering(() => new LastClean()),
    lastCleanUrl: new LastClean(),
  }
}

const wholeToken = /^eyJ[\w-]{10,}(?:\.[\w-]*){2,4}$/

/** Turns spans into edits. What is a placeholder already, or a mask of somebody else's, stays. */
export function editsFor(
  text: string,
  spans: readonly Span[],
  redaction: Redaction,
): readonly Edit[] {
  const edits: Edit[] = []
  for (const span of besidePlaceholders(text, spans)) {
    const { start, end, form = 'text' } = span
    const secret = secretOf(text, span, redaction)
    if (secret === undefined) continue
    if (form === 'removed') {
      edits.push({ start, end, replacement: '' })
      continue
    }
    const number = redaction.vault.numberOf(secret)
    // Of a known token a part may have been found: that is no token.
    const isToken = wholeToken.test(span.rule === 'known' ? text.slice(start, end) : secret)
    edits.push({ start, end, replacement: placeholderOf(number, form, isToken) })
  }
  return edits
}

/** The secret that a span holds, without the escapes of its place; nothing where there is none after all. */
export function secretOf(
  text: string,
  { start, end, form, secret }: Span,
  { rules, leavesExamples }: Redaction,
): string | undefined {
  const value = text.slice(start, end)
  if (isHarmless(value) || rules.keepsValue(value)) return undefined
  const plain = secret ?? plainSecret(value, form === 'url')
  return leavesExamples && isExample(plain) ? undefined : plain
}

const mask =
  /^(?:[*\u2022.xX_<>{}[\]$%#\s-]*|[\W_]*(?:redacted|filtered|masked|removed|hidden)[\W_]*|true|false|null|none|undefined)$/i
const leftOver = /[\w+/=-]{8}/

/** Whether nothing of a secret is left in a value: it is a mask, or a placeholder with a scheme's name. */
function isHarmless(value: string): boolean {
  if (mask.test(value) || isPlaceholder(value)) return true
  if (!value.includes('REDACTED') && !value.includes('eyJhbGciOiJub25lIn0.')) return false
  const rest = value.replace(placeholderPattern, '')
  return rest !== value && !leftOver.test(rest)
}

const example =
  /EXAMPLE|^(?:test|fake|dummy|sample|mock|your?|my|foo|bar|invalid|wrong)(?:[-_ ]|$)|^(?:password|passwd|secret|token|string|change[-_ ]?me|hunter2|x+|\d+)$|^(?:[<{[]|\$\{).*[>}\]]$|(.)\1{7}|(?:client|app)[-_]?(?:secret|assertion)|api[-_]?key/i
// Tokens are drawn, and nobody draws words: `openai-token`.
const inWords = /^(?:[a-z]{2,12}[-_ ]){1,3}token$/i
// Of words alone: whoever masks by hand says so in words.
const masked =
  /^(?:[a-z]+[-_ ])*(?:redacted|filtered|masked|removed|replaced|scrubbed|sanitized|obfuscated|omitted|placeholder)(?:[-_ ][a-z]+)*$/i

/** Whether a value says of itself that it is none: `your-api-key`, `REPLACED-TOKEN`, `change-me`, `AKIA...EXAMPLE`. */
function isExample(value: string): boolean {
  return example.test(value) || inWords.test(value) || masked.test(value)
}
