import { plainName } from './places/names.ts'
import { isRegExp } from '../realms.ts'

/**
 * Rules of the user's, added to the built-in ones. All of it is data, so that a config file can say it.
 *
 * A rule that cannot work is a `TypeError` where the options are passed.
 */
export interface RedactOptions {
  /** Header fields that are credentials, besides the known ones. Any case and separators. */
  readonly headers?: readonly string[]
  /** Query parameters that are secret. */
  readonly query?: readonly string[]
  /** Form fields that are secret. */
  readonly form?: readonly string[]
  /** JSON keys whose string is secret, at any depth. */
  readonly json?: readonly string[]
  /** Shapes of secrets: the group named `secret` is cut, else the whole match. Text is `'/source/flags'` or a source. */
  readonly patterns?: readonly (RegExp | string)[]
  /**
   * Environment variables whose values are secret, besides `*_API_KEY`, `*_TOKEN`, `*_SECRET` and `*_PASSWORD`.
   * `*` stands for anything; `false` looks at none.
   */
  readonly env?: readonly string[] | false
  /**
   * What is no secret after all: names of headers, parameters, fields and keys, ids of shapes.
   * A RegExp, or the text of one (`'/^test-/'`), speaks of values.
   */
  readonly keep?: readonly (RegExp | string)[]
}

/** The user's rules, checked. */
export interface CheckedOptions {
  readonly headers: readonly string[]
  readonly query: readonly string[]
  readonly form: readonly string[]
  readonly json: readonly string[]
  readonly patterns: readonly RegExp[]
  readonly env: readonly string[] | false
  /** Names in plain form. */
  readonly keptNames: ReadonlySet<string>
  readonly keptValues: readonly RegExp[]
}

/** Reads the user's rules. @throws TypeError naming the rule that cannot work. */
export function checkOptions(options: RedactOptions): CheckedOptions {
  for (const key of Object.keys(options)) {
    if (!known.has(key)) throw new TypeError(`redact.${key} is no rule: ${[...known].join(', ')}.`)
  }
  const keep = listOf('keep', options.keep).map(keepOf)
  return {
    headers: namesOf('headers', options.headers),
    query: namesOf('query', options.query),
    form: namesOf('form', options.form),
    json: namesOf('json', options.json),
    patterns: listOf('patterns', options.patterns).map((value, index) =>
      patternOf(value, `redact.patterns[${index}]`),
    ),
    env: options.env === false ? false : namesOf('env', options.env),
    keptNames: new Set(keep.filter((rule) => typeof rule === 'string')),
    keptValues: keep.filter((rule) => typeof rule !== 'string'),
  }
}

/** A name in plain form, or what values that are kept look like. */
function keepOf(rule: RegExp | string, index: number): RegExp | string {
  const where = `redact.keep[${index}]`
  if (isRegExp(rule)) return patternOf(rule, where)
  if (typeof rule !== 'string') {
    throw new TypeError(`${where} is a name or a RegExp, not ${kindOf(rule)}.`)
  }
  return literal.test(rule) ? patternOf(rule, where) : plainName(rule)
}

const known = new Set(['headers', 'query', 'form', 'json', 'patterns', 'env', 'keep'])

function listOf<T>(key: string, value: readonly T[] | undefined): readonly T[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw new TypeError(`redact.${key} is a list, not ${kindOf(value)}.`)
  return value
}

function namesOf(key: string, names: readonly string[] | undefined): readonly string[] {
  for (const [index, name] of listOf(key, names).entries()) {
    const where = `redact.${key}[${index}]`
    if (typeof name !== 'string') throw new TypeError(`${where} is a name, not ${kindOf(name)}.`)
    if (plainName(name) === '') {
      throw new TypeError(
        `${where} can find nothing: ${JSON.stringify(name)} has no letter or digit.`,
      )
    }
  }
  return names ?? []
}

const literal = /^\/(?<source>.+)\/(?<flags>[a-z]*)$/s

function patternOf(value: RegExp | string, where: string): RegExp {
  const pattern = compile(value, where)
  if (pattern.test('')) {
    throw new TypeError(`${where} matches the empty text: ${String(value)} would cut everywhere.`)
  }
  return pattern
}

function compile(value: RegExp | string, where: string): RegExp {
  if (isRegExp(value)) return new RegExp(value.source, globalFlags(value.flags))
  if (typeof value !== 'string' || value === '') {
    throw new TypeError(`${where} is a RegExp or its source, not ${kindOf(value)}.`)
  }
  const parts = literal.exec(value)?.groups
  try {
    return new RegExp(parts?.['source'] ?? value, globalFlags(parts?.['flags'] ?? ''))
  } catch (error) {
    throw new TypeError(`${where} is no regular expression: ${value}.`, { cause: error })
  }
}

function globalFlags(flags: string): string {
  return `${flags.replace(/[dgy]/g, '')}dg`
}

function kindOf(value: unknown): string {
  if (value === '') return 'an empty text'
  return value === null ? 'null' : typeof value
}
