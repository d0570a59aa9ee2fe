import type { SecretRules } from '../redact/rules.ts'
import type { Ignore } from './ignore.ts'
import type { Pair } from './pairs.ts'
import { conceal, numberPlaceholders, secret } from './wild.ts'

/** What must not be compared, taken out of texts and pairs. */
export interface Hiding {
  /** Makes secrets and placeholders wild, and takes out what a pattern of `ignore` finds. */
  readonly text: (text: string) => string
  /** The same for a text that holds no secret and no placeholder. */
  readonly openText: (text: string) => string
  /** Whether a text, or a part of it, may hold a secret or a placeholder: escapes may hide one. */
  readonly isOpen: (text: string) => boolean
  /** Leaves out parameters, and the values of those with the name of a secret; `hide` is for the other values. */
  readonly query: (pairs: readonly Pair[], hide: (text: string) => string) => readonly Pair[]
  readonly form: (pairs: readonly Pair[]) => readonly Pair[]
  /** Whether what stands under a JSON name is a secret. */
  readonly isSecretJsonKey: (name: string) => boolean
}

/** What the rules and the option `ignore` hide. With rules that are off, placeholders are still wild. */
export function hidingOf(rules: SecretRules, ignore: Ignore): Hiding {
  return hidingWith(rules, ignore, (text) => conceal(text, rules))
}

/** What the option `ignore` hides alone. */
export function hidingNoSecrets(rules: SecretRules, ignore: Ignore): Hiding {
  const open = { isSecretQuery: never, isSecretForm: never, isSecretJsonKey: never }
  return hidingWith({ ...rules, ...open }, ignore, numberPlaceholders)
}

function never(): boolean {
  return false
}

function hidingWith(rules: SecretRules, ignore: Ignore, secrets: (text: string) => string): Hiding {
  const text = (text: string): string => ignore.inText(secrets(text))
  const pairsHidden = (
    pairs: readonly Pair[],
    ignored: ReadonlySet<string>,
    isSecret: (name: string) => boolean,
    hide: (text: string) => string,
  ): readonly Pair[] =>
    pairs
      .filter(([name]) => !ignored.has(name))
      .map(([name, value]): Pair => [name, isSecret(name) ? secret : hide(value)])
  return {
    text,
    openText: ignore.inText,
    isOpen: (text) => !text.includes('%') && secrets(text) === text,
    query: (pairs, hide) => pairsHidden(pairs, ignore.query, rules.isSecretQuery, hide),
    isSecretJsonKey: rules.isSecretJsonKey,
    form: (pairs) => pairsHidden(pairs, ignore.form, rules.isSecretForm, text),
  }
}
