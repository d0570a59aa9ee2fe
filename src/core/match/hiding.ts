import type { Ignore } from './ignore.ts'
import type { Pair } from './pairs.ts'
import type { SecretRules } from '../redact/rules.ts'
import { blank, conceal } from './wild.ts'

/** What must not be compared, taken out of texts and pairs. */
export interface Hiding {
  readonly text: (text: string) => string
  readonly query: (pairs: readonly Pair[]) => readonly Pair[]
  readonly form: (pairs: readonly Pair[]) => readonly Pair[]
}

/** Makes secrets wild and blanks what `ignore` names. */
export function hidingOf(rules: SecretRules, ignore: Ignore): Hiding {
  const text = (text: string): string => ignore.blankText(conceal(text, rules))
  const pairs =
    (ignored: ReadonlySet<string>, isSecret: (name: string) => boolean) =>
    (pairs: readonly Pair[]): readonly Pair[] =>
      pairs
        .filter(([name]) => !ignored.has(name))
        .map(([name, value]): Pair => [name, isSecret(name) ? blank : text(value)])
  return {
    text,
    query: pairs(ignore.query, (name) => rules.isSecretQuery(name)),
    form: pairs(ignore.form, (name) => rules.isSecretForm(name)),
  }
}
