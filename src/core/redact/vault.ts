import type { Cassette } from '../model.ts'
import { bodyText } from './body-text.ts'
import { KnownValues } from './known-values.ts'
import { highestPlaceholder } from './placeholders.ts'
import type { Span } from './span.ts'

// A longer secret is redacted where it is found, but not looked for elsewhere.
const longestKnown = 16_384

/**
 * The secrets of one cassette, in memory only: their numbers, and the values to look for wherever they turn up.
 */
export class Vault {
  readonly #numbers = new Map<string, number>()
  readonly #known = new KnownValues()
  #highest: number
  #revision = 0

  /** @param highest - The highest placeholder number that the cassette already has. */
  constructor(highest = 0) {
    this.#highest = highest
  }

  /**
   * Grows with each secret that was not looked for before.
   * An interaction that was redacted under an older revision may hold a secret that is known now: `mend` it.
   */
  get revision(): number {
    return this.#revision
  }

  /** The number of a secret: the same for the same secret, else the next. */
  numberOf(secret: string): number {
    const known = this.#numbers.get(secret)
    if (known !== undefined) return known
    this.#highest += 1
    this.#numbers.set(secret, this.#highest)
    this.learn(secret)
    return this.#highest
  }

  /** Looks for a secret from now on, wherever it turns up. Its number comes with its first appearance. */
  learn(secret: string): void {
    if (secret.length > longestKnown || !isTelling(secret)) return
    if (this.#known.add(secret, 'known')) this.#revision += 1
  }

  /** Looks for values of the environment, too, which every text is searched for from the beginning. */
  expect(values: readonly string[]): void {
    for (const value of values) this.#known.add(value, 'env')
  }

  /** The known secrets in a text, in any form. */
  readonly spansIn = (text: string): readonly Span[] => this.#known.spansIn(text)
}

/** A vault that numbers on from the placeholders of a cassette. */
export function vaultOf(cassette: Cassette): Vault {
  let highest = 0
  for (const { request, response } of cassette.interactions) {
    for (const text of [
      request.url,
      bodyText(request.body),
      bodyText(response.body),
      ...Object.values(request.headers).flat(),
      ...Object.values(response.headers).flat(),
    ]) {
      highest = Math.max(highest, highestPlaceholder(text))
    }
  }
  return new Vault(highest)
}

/** Whether a value is so special that it turns up elsewhere by no chance: no word, number or sentence. */
function isTelling(secret: string): boolean {
  return (
    /[^A-Za-z]/.test(secret) &&
    !/^[\d.:+TZ-]*$/.test(secret) &&
    (secret.split(' ').length < 4 || secret.startsWith('-----BEGIN'))
  )
}
