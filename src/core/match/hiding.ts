import type { SecretRules } from '../redact/rules.ts'
import type { Ignore } from './ignore.ts'
import type { Pair } from './pairs.ts'
import { blank, conceal } from './wild.ts'

/** What must not be compared, taken out of texts and pairs. */
export interface Hiding {
  /** Makes secrets and placeholders wild, and blanks what a pattern of `ignore` finds. */
  readonly text: (text: string) => string
  /** The same for a text that holds no secret and no placeholder. */
  readonly openText: (text: string) => string
  /** Whether a text, or a part of it, may hold a secret or a placeholder: escapes may hide one. */
  readonly isOpen: (text: string) => boolean
  /** Leaves out parameters and blanks those with the name of a secret; `hide` is for the other values. */
  readonly query: (pairs: readonly Pair[], hide: (text: string) => string) => readonly Pair[]
  readonly form: (pairs: readonly Pair[]) => readonly Pair[]
}

/** What the rules and the option `ignore` hide. */
export function hidingOf(rules: SecretRules, ignore: Ignore): Hiding {
  const text = (text: string): string => ignore.blankText(conceal(text, rules))
  const pairsHidden = (
    pairs: readonly Pair[],
    ignored: ReadonlySet<string>,
    isSecret: (name: string) => boolean,
    hide: (text: string) => string,
  ): readonly Pair[] =>
    pairs
      .filter(([name]) => !ignored.has(name))
      .map(([name, value]): Pair => [name, isSecret(name) ? blank : hide(value)])
  return {
    text,
    openText: ignore.blankText,
    isOpen: (text) => !text.includes('%') && conceal(text, rules) === text,
    query: (pairs, hide) => pairsHidden(pairs, ignore.query, rules.isSecretQuery, hide),
    form: (pairs) => pairsHidden(pairs, ignore.form, rules.isSecretForm, text),
  }
}
