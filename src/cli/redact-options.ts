import type { Command } from 'commander'
import type { RedactOptions } from '../core/redact/options.ts'
import { UsageError } from './exit-codes.ts'
import { collect } from './option-values.ts'

/** The redaction rules of a command line. */
export interface RedactFlags {
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

/** The rules that the flags say. */
export function redactOptionsOf(flags: RedactFlags): RedactOptions {
  return {
    headers: flags.redactHeader ?? [],
    query: flags.redactQuery ?? [],
    form: flags.redactForm ?? [],
    json: flags.redactJson ?? [],
    patterns: flags.redactPattern ?? [],
    env: flags.redactEnv ?? [],
    keep: flags.redactKeep ?? [],
  }
}

/** Runs what compiles rules; the `TypeError` for a rule that cannot work is a wrong use of the command. */
export function orUsageError<T>(compile: () => T): T {
  try {
    return compile()
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message, { cause: error })
    throw error
  }
}
