import { createJsonKeys, type JsonKeys } from './places/json-keys.ts'
import { createHeaderPolicy, type HeaderOptions, type HeaderPolicy } from './header-policy.ts'
import {
  jsonWebToken,
  type LiteralShape,
  literalShapes,
  literalSpans,
} from './shapes/general-shapes.ts'
import { KnownValues } from './known-values.ts'
import { createNameTest, type NameTest, plainName } from './places/names.ts'
import { checkOptions, type CheckedOptions, type RedactOptions } from './options.ts'
import { secretFormNames, secretJsonKeys, secretQueryNames } from './places/places.ts'
import { type Environment, secretValuesOf } from './environment.ts'
import { createShapeScan, type ShapeScan } from './shapes/shape-scan.ts'
import { type Shape, vendorShapes } from './shapes/shapes.ts'
import { wrappedShapes } from './shapes/wrapped-shapes.ts'
import { noSpans, type Span, unite } from './span.ts'
import { textParameters } from './places/text-parameters.ts'

/** Finds what a text holds by its looks alone: sorted, not overlapping. */
export type Search = (text: string) => readonly Span[]

/** What is a secret, and what a cassette keeps: the rules of one recorder, compiled once. */
export interface SecretRules extends HeaderPolicy {
  /** Whether nothing at all is redacted: `redact: false`. */
  readonly isOff: boolean
  readonly isSecretQuery: NameTest
  readonly isSecretForm: NameTest
  readonly isSecretJsonKey: NameTest
  /** The keys to look for in JSON text. */
  readonly jsonKeys: JsonKeys
  /** Shapes, patterns and values of the environment in any text: sorted, not overlapping. */
  readonly spansIn: Search
  /** The same without the values: a vault looks for those together with all others that it knows. */
  readonly spansOfShapes: Search
  /** The same in a text that holds no long run of ASCII: it is not searched for what cannot be in it. */
  readonly spansInNoise: Search
  /** Whether the user's patterns are among them: those may match whatever they like. */
  readonly hasPatterns: boolean
  /** The values of the environment that are secret. */
  readonly values: readonly string[]
  /** Whether the user said of this value that it is no secret. */
  readonly keepsValue: (value: string) => boolean
}

const never = (): boolean => false
const always = (): boolean => true

/**
 * Compiles the built-in rules and the user's.
 *
 * `env` are the variables whose secret-looking values must not appear anywhere.
 * @throws TypeError where a rule cannot work.
 */
export function compileRules(
  options?: RedactOptions | false,
  env: Environment = {},
  headers: HeaderOptions = {},
): SecretRules {
  if (options === false) return rulesThatAreOff(headers)
  if (isBuiltIn(options, headers)) return builtIn(secretValuesOf(env, []))
  const checked = checkOptions(options ?? {})
  const values = secretValuesOf(env, checked.env)
  return withValues(
    compile(checked, headers),
    values.filter((value) => !isKept(value, checked.keptValues)),
  )
}

/** The rules that no variable of the environment adds to. */
type FixedRules = Omit<SecretRules, 'spansIn' | 'values'>

function compile(checked: CheckedOptions, headers: HeaderOptions): FixedRules {
  const { keptNames } = checked
  const isSecretJsonKey = createNameTest(secretJsonKeys, checked.json, keptNames)
  return {
    isOff: false,
    ...createHeaderPolicy(headers, checked.headers, keptNames),
    isSecretQuery: createNameTest(secretQueryNames, checked.query, keptNames),
    isSecretForm: createNameTest(secretFormNames, checked.form, keptNames),
    isSecretJsonKey,
    jsonKeys: createJsonKeys(
      [...secretJsonKeys.whole, ...secretJsonKeys.endings, ...checked.json],
      isSecretJsonKey,
    ),
    ...createShapeSearches(checked),
    hasPatterns: checked.patterns.length > 0,
    keepsValue: (value) => isKept(value, checked.keptValues),
  }
}

let latest: SecretRules | undefined

/** Compiled once, until the environment changes: a suite opens a recorder for each of its tests. */
function builtIn(values: readonly string[]): SecretRules {
  const isSame =
    latest?.values.length === values.length &&
    latest.values.every((value, nth) => value === values[nth])
  if (latest === undefined || !isSame)
    latest = withValues(latest ?? compile(checkOptions({}), {}), values)
  return latest
}

function isBuiltIn(
  options: RedactOptions = {},
  { headers, keepHeaders, dropHeaders }: HeaderOptions,
): boolean {
  const isTold = [headers, keepHeaders, dropHeaders].some((option) => option !== undefined)
  return !isTold && Object.keys(options).length === 0
}

function rulesThatAreOff(headers: HeaderOptions): SecretRules {
  const keepsAll = headers.headers === undefined
  const policy = createHeaderPolicy(headers, [], new Set())
  return {
    isOff: true,
    isSecretHeader: never,
    keepsRequestHeader: keepsAll ? always : policy.keepsRequestHeader,
    keepsResponseHeader: keepsAll ? always : policy.keepsResponseHeader,
    isSecretQuery: never,
    isSecretForm: never,
    isSecretJsonKey: never,
    jsonKeys: createJsonKeys([], never),
    spansIn: () => noSpans,
    spansOfShapes: () => noSpans,
    spansInNoise: () => noSpans,
    hasPatterns: false,
    values: [],
    keepsValue: always,
  }
}

const shortestSecret = 8
const shapes: readonly Shape[] = [...vendorShapes, jsonWebToken, ...wrappedShapes]
const scanShapes = createShapeScan(shapes)

function withValues(rules: FixedRules, values: readonly string[]): SecretRules {
  const { spansOfShapes } = rules
  if (values.length === 0) return { ...rules, spansIn: spansOfShapes, values }
  const known = new KnownValues()
  for (const value of values) known.add(value, 'env')
  const spansIn: Search = (text) => unite(both(spansOfShapes(text), known.spansIn(text)))
  return { ...rules, spansIn, values }
}

function createShapeSearches(
  options: CheckedOptions,
): Pick<SecretRules, 'spansOfShapes' | 'spansInNoise'> {
  const { keptNames } = options
  const isOpen = ({ id }: { readonly id: string }): boolean => !keptNames.has(plainName(id))
  const scan = shapes.every(isOpen) ? scanShapes : createShapeScan(shapes.filter(isOpen))
  const literals = literalShapes.filter(isOpen)
  const loose = literals.filter(({ isLoose }) => isLoose === true)
  return {
    spansOfShapes: createShapeSearch(scan, literals, options),
    spansInNoise: createShapeSearch(() => noSpans, loose, options),
  }
}

function createShapeSearch(
  scan: ShapeScan,
  literals: readonly LiteralShape[],
  { keptNames, keptValues, patterns }: CheckedOptions,
): Search {
  const search: Search = (text) => {
    // No secret is shorter, of whatever shape: most header values end here.
    if (text.length < shortestSecret && patterns.length === 0) return noSpans
    let spans = both(scan(text), textParameters(text, keptNames))
    for (const shape of literals) spans = both(spans, literalSpans(text, shape))
    for (const pattern of patterns) spans = both(spans, patternSpans(text, pattern))
    return unite(spans)
  }
  if (keptValues.length === 0) return search
  return (text) =>
    search(text).filter(({ start, end }) => !isKept(text.slice(start, end), keptValues))
}

// Most often there are none on either side, and nothing is to be made.
function both(some: readonly Span[], more: readonly Span[]): readonly Span[] {
  if (more.length === 0) return some
  return some.length === 0 ? more : [...some, ...more]
}

function patternSpans(text: string, pattern: RegExp): readonly Span[] {
  const spans: Span[] = []
  for (const match of text.matchAll(pattern)) {
    const [start, end] = match.indices?.groups?.['secret'] ?? [
      match.index,
      match.index + match[0].length,
    ]
    if (end > start) spans.push({ start, end, rule: 'pattern' })
  }
  return spans
}

function isKept(value: string, kept: readonly RegExp[]): boolean {
  return kept.some((pattern) => value.search(pattern) !== -1)
}
