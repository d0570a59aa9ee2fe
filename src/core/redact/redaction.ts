import { isPlaceholder, placeholderOf, placeholderPattern } from './placeholders.ts'
import { plainSecret } from './plain-secret.ts'
import type { Search, SecretRules } from './rules.ts'
import { type Edit, noSpans, type Span, unite } from './span.ts'
import type { Vault } from './vault.ts'

/** What all parts of an interaction are redacted with. */
export interface Redaction {
  readonly rules: SecretRules
  readonly vault: Vault
  /** Shapes, values of the environment, and what the vault knows. */
  readonly search: Search
}

/** Rules and vault together. */
export function createRedaction(rules: SecretRules, vault: Vault): Redaction {
  const search: Search = (text) => {
    const known = vault.spansIn(text)
    const found = rules.spansIn(text)
    return known.length === 0 ? found : unite([...found, ...known])
  }
  return { rules, vault, search }
}

const wholeToken = /^eyJ[\w-]{10,}(?:\.[\w-]*){2,4}$/

/** Turns spans into edits. What is a placeholder already, or a mask of somebody else's, stays. */
export function editsFor(
  text: string,
  spans: readonly Span[],
  { rules, vault }: Redaction,
): readonly Edit[] {
  const edits: Edit[] = []
  for (const { start, end, form = 'text', secret } of spans) {
    const value = text.slice(start, end)
    if (isHarmless(value) || rules.keepsValue(value)) continue
    if (form === 'removed') {
      edits.push({ start, end, replacement: '' })
      continue
    }
    const plain = secret ?? plainSecret(value, form === 'url')
    const number = vault.numberOf(plain)
    edits.push({ start, end, replacement: placeholderOf(number, form, wholeToken.test(plain)) })
  }
  return edits
}

const mask =
  /^(?:[*\u2022.xX_<>{}[\]$%#\s-]*|\W*(?:redacted|filtered|masked|removed|hidden|secret)\W*|true|false|null|none|undefined)$/i
const leftOver = /[\w+/=-]{8}/

/** Whether nothing of a secret is left in a value: it is a mask, or a placeholder with a scheme's name. */
function isHarmless(value: string): boolean {
  if (mask.test(value) || isPlaceholder(value)) return true
  if (!value.includes('REDACTED') && !value.includes('eyJhbGciOiJub25lIn0.')) return false
  const rest = value.replace(placeholderPattern, '')
  return rest !== value && !leftOver.test(rest)
}

/** Spans of nothing but known values and shapes, or none. */
export function searchOrNone(text: string, { rules, search }: Redaction): readonly Span[] {
  return rules.isOff ? noSpans : search(text)
}
