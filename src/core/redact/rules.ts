import { createHeaderPolicy, type HeaderOptions, type HeaderPolicy } from './header-policy.ts'
import { generalShapes } from './general-shapes.ts'
import { KnownValues } from './known-values.ts'
import { createNameTest, type NameTest, plainName } from './names.ts'
import { checkOptions, type CheckedOptions, type RedactOptions } from './options.ts'
import { secretFormNames, secretJsonKeys, secretQueryNames } from './places.ts'
import { type Environment, secretValuesOf } from './environment.ts'
import { createShapeScan, type ShapeScan } from './shape-scan.ts'
import { vendorShapes } from './shapes.ts'
import { noSpans, type Span, unite } from './span.ts'

/** What is a secret, and what a cassette keeps: the rules of one recorder, compiled once. */
export interface SecretRules extends HeaderPolicy {
  /** Whether nothing at all is redacted: `redact: false`. */
  readonly isOff: boolean
  readonly isSecretQuery: NameTest
  readonly isSecretForm: NameTest
  readonly isSecretJsonKey: NameTest
  /** Shapes, patterns and values of the environment in any text: sorted, not overlapping. */
  readonly spansIn: (text: string) => readonly Span[]
  /** Whether the user said of this value that it is no secret. */
  readonly keepsValue: (value: string) => boolean
}

const never: NameTest = () => false
const always: NameTest = () => true

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
  const checked = checkOptions(options ?? {})
  const { keptNames } = checked
  return {
    isOff: false,
    ...createHeaderPolicy(headers, checked.headers, keptNames),
    isSecretQuery: createNameTest(secretQueryNames, checked.query, keptNames),
    isSecretForm: createNameTest(secretFormNames, checked.form, keptNames),
    isSecretJsonKey: createNameTest(secretJsonKeys, checked.json, keptNames),
    spansIn: createSearch(checked, env),
    keepsValue: (value) => isKept(value, checked.keptValues),
  }
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
    spansIn: () => noSpans,
    keepsValue: always,
  }
}

const scanShapes = createShapeScan([...vendorShapes, ...generalShapes])

function createSearch(
  options: CheckedOptions,
  env: Environment,
): (text: string) => readonly Span[] {
  const shapes = scanOf(options)
  const values = new KnownValues('env')
  for (const value of secretValuesOf(env, options.env)) values.add(value)
  if (values.size === 0 && options.patterns.length === 0) return shapes
  return (text) =>
    unite([
      ...shapes(text),
      ...values.spansIn(text),
      ...options.patterns.flatMap((pattern) => patternSpans(text, pattern)),
    ])
}

function scanOf({ keptNames, keptValues }: CheckedOptions): ShapeScan {
  const all = [...vendorShapes, ...generalShapes]
  const left = all.filter((shape) => !keptNames.has(plainName(shape.id)))
  const scan = left.length === all.length ? scanShapes : createShapeScan(left)
  if (keptValues.length === 0) return scan
  return (text) =>
    scan(text).filter(({ start, end }) => !isKept(text.slice(start, end), keptValues))
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
