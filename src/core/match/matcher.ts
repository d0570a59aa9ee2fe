import type { Difference } from './difference.ts'
import { bodyPart, formPart, headersPart } from './detail-parts.ts'
import { goVcrParts } from './go-vcr.ts'
import { type Hiding, hidingNoSecrets, hidingOf } from './hiding.ts'
import { compileIgnore, type Ignore } from './ignore.ts'
import { type Comparable, type Normalised, normaliser } from './normalise.ts'
import { differencesIn, type Part } from './part.ts'
import { hostPart, methodPart, originPart, pathPart, queryPart, urlPart } from './place-parts.ts'
import type { SecretRules } from '../redact/rules.ts'

/** The names that `matchOn` knows. */
export const partNames = [
  'method',
  'url',
  'origin',
  'host',
  'path',
  'query',
  'headers',
  'body',
  'form',
] as const

/** A name that `matchOn` knows. */
export type MatchName = (typeof partNames)[number]

/** Names the differences between a live request and a recorded one; none where they match. */
export type MatchFunction = (actual: Comparable, recorded: Comparable) => readonly Difference[]

/** How a live request finds the recorded one. */
export interface MatchOptions {
  /**
   * What must be equal: names, functions, or `'go-vcr'` for its DefaultMatcher.
   *
   * @defaultValue `['method', 'url', 'body']`
   */
  readonly matchOn?: 'go-vcr' | readonly (MatchName | MatchFunction)[]
  /**
   * What is left out on both sides: `$.messages[*].id`, `query.page`, `headers.x-request-id`, `form.name`,
   * or a RegExp whose hits are blanked wherever they stand.
   */
  readonly ignore?: readonly (string | RegExp)[]
}

/** A way to look at requests. */
export interface Sight {
  /** The one way both sides go through, whoever recorded them. */
  readonly normalise: (request: Comparable) => Normalised
  /** What the names in `matchOn` stand for: the index is built on them. */
  readonly parts: readonly Part[]
}

/** Compares requests. Decision and explanation are the same comparison. */
export interface Matcher extends Sight {
  /** The differences, at most `limit` of them; none means a match. */
  readonly compare: (
    actual: Normalised,
    recorded: Normalised,
    limit?: number,
  ) => readonly Difference[]
  /** The same without hiding secrets, to choose among what matches. */
  readonly seeing: Sight
  /** What it was made of, to make a slightly different one. */
  readonly options: MatchOptions
  /** The functions in `matchOn`: asked only of what the index leaves. */
  readonly functions: readonly MatchFunction[]
}

/**
 * Makes a matcher.
 *
 * @throws TypeError where an option names what does not exist, or a path cannot be read.
 */
export function createMatcher(options: MatchOptions, rules: SecretRules): Matcher {
  const { matchOn, ignore } = options
  if (matchOn !== undefined || ignore !== undefined) return newMatcher(options, rules)
  const known = plain.get(rules) ?? newMatcher({}, rules)
  plain.set(rules, known)
  return known
}

// A suite opens a recorder for each of its tests.
const plain = new WeakMap<SecretRules, Matcher>()

function newMatcher(options: MatchOptions, rules: SecretRules): Matcher {
  const { matchOn = ['method', 'url', 'body'] } = options
  const ignore = compileIgnore(options.ignore)
  const sightWith = (hide: Hiding): Sight => ({
    normalise: normaliser(rules, ignore, hide),
    parts: partsOf(matchOn, rules, ignore, hide),
  })
  const sight = sightWith(hidingOf(rules, ignore))
  const functions = functionsOf(matchOn)
  return {
    ...sight,
    seeing: sightWith(hidingNoSecrets(rules, ignore)),
    compare: (actual, recorded, limit = Number.POSITIVE_INFINITY) => {
      const found = differencesIn(sight.parts, actual, recorded, limit)
      for (const matches of functions) {
        if (found.length >= limit) return found
        found.push(...ask(matches, actual.request, recorded.request))
      }
      return found
    },
    options,
    functions,
  }
}

function partsOf(
  matchOn: NonNullable<MatchOptions['matchOn']>,
  rules: SecretRules,
  ignore: Ignore,
  hide: Hiding,
): readonly Part[] {
  if (matchOn === 'go-vcr') return goVcrParts(rules, ignore, hide)
  if (!Array.isArray(matchOn)) throw new TypeError(`matchOn is ${quote(matchOn)}: ${expected}`)
  const known = partsByName(rules, ignore)
  const names = matchOn.filter((entry) => typeof entry !== 'function')
  return [...new Set(names)].map((name) => {
    const part = known.get(name)
    if (part !== undefined) return part
    throw new TypeError(`matchOn[${matchOn.indexOf(name)}] is ${quote(name)}: ${expected}`)
  })
}

const expected = `expected a list of ${partNames.join(', ')} and functions, or "go-vcr".`

function partsByName(rules: SecretRules, ignore: Ignore): ReadonlyMap<string, Part> {
  const parts = [
    methodPart,
    urlPart,
    originPart,
    hostPart,
    pathPart,
    queryPart,
    headersPart(rules),
    bodyPart,
    formPart(ignore),
  ]
  return new Map(parts.map((part) => [part.name, part]))
}

function functionsOf(matchOn: NonNullable<MatchOptions['matchOn']>): readonly MatchFunction[] {
  return matchOn === 'go-vcr' ? [] : matchOn.filter((entry) => typeof entry === 'function')
}

/** Asks a function of `matchOn`. @throws TypeError where it answers with anything but a list. */
export function ask(
  matches: MatchFunction,
  actual: Comparable,
  recorded: Comparable,
): readonly Difference[] {
  const differences: unknown = matches(actual, recorded)
  if (Array.isArray(differences)) return differences as Difference[]
  throw new TypeError(
    `a function in matchOn gave ${quote(differences)}: expected a list of differences, empty where the requests match.`,
  )
}

function quote(value: unknown): string {
  return JSON.stringify(value) ?? String(value)
}
