import type { Command } from 'commander'
import type { RedactOptions } from '../core/redact/options.ts'
import { type Config, loadConfig, readConfig } from '../engine/config-file.ts'
import { fileStore } from '../engine/store.ts'
import { UsageError } from '../surfaces/exit-codes.ts'
import { collect } from './option-values.ts'
import type { Io } from './io.ts'
import { compileRules, type SecretRules } from '../core/redact/rules.ts'

/** The redaction rules of a command line. */
export interface RedactFlags {
  readonly config?: string
  readonly redactHeader?: readonly string[]
  readonly redactQuery?: readonly string[]
  readonly redactForm?: readonly string[]
  readonly redactJson?: readonly string[]
  readonly redactPattern?: readonly string[]
  readonly redactEnv?: readonly string[]
  readonly redactKeep?: readonly string[]
}

/** Adds the flags that add to the redaction's rules: `redact: { ... }` of the library. Each may be given several times. */
export function addRedactOptions(command: Command): void {
  const also = 'besides the known ones'
  command
    .option('--config <file>', 'options of the project (default: wiretape.config.ts, .js or .json)')
    .option('--redact-header <name>', `a header field that is a credential, ${also}`, collect)
    .option('--redact-query <name>', 'a query parameter that is secret', collect)
    .option('--redact-form <name>', 'a form field that is secret', collect)
    .option('--redact-json <key>', 'a JSON key whose string is secret', collect)
    .option(
      '--redact-pattern <regexp>',
      'what a secret looks like; its group "secret" is cut',
      collect,
    )
    .option('--redact-env <name>', 'a variable whose value is secret; * is anything', collect)
    .option('--redact-keep <rule>', 'what is no secret: a name, a rule, or /values/', collect)
}

/** The options of the project: of the file that is named, else of this folder. @throws UsageError */
export async function configOf({ config }: RedactFlags): Promise<Config> {
  try {
    return await (config === undefined ? loadConfig(fileStore, '.') : readConfig(fileStore, config))
  } catch (error) {
    throw asUsageError(error)
  }
}

/** The rules by which a command looks for secrets: the known ones, those of the project, and those that the flags add. */
export async function rulesOf(flags: RedactFlags, { env }: Io): Promise<SecretRules> {
  const config = await configOf(flags)
  return orUsageError(() => compileRules(redactOptionsOf(flags, config), env))
}

/** The rules of the project and those that the flags add. */
export function redactOptionsOf(flags: RedactFlags, { redact }: Config = {}): RedactOptions {
  const given = redact === false || redact === undefined ? {} : redact
  return {
    headers: both(given.headers, flags.redactHeader),
    query: both(given.query, flags.redactQuery),
    form: both(given.form, flags.redactForm),
    json: both(given.json, flags.redactJson),
    patterns: both(given.patterns, flags.redactPattern),
    env: given.env === false ? false : both(given.env, flags.redactEnv),
    keep: both(given.keep, flags.redactKeep),
  }
}

function both<T>(given: readonly T[] = [], typed: readonly T[] = []): readonly T[] {
  return [...given, ...typed]
}

/** Runs what compiles rules; the `TypeError` for a rule that cannot work is a wrong use of the command. */
export function orUsageError<T>(compile: () => T): T {
  try {
    return compile()
  } catch (error) {
    throw asUsageError(error)
  }
}

/** The same of what takes its time. */
export async function orUsageErrorLater<T>(begin: () => Promise<T>): Promise<T> {
  try {
    return await begin()
  } catch (error) {
    throw asUsageError(error)
  }
}

function asUsageError(error: unknown): unknown {
  return error instanceof TypeError ? new UsageError(error.message, { cause: error }) : error
}
