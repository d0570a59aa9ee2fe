import { lintCassette } from '../core/lint/lint.ts'
import type { LintFinding } from '../core/lint/finding.ts'
import { printable } from '../core/match/explain/printable.ts'
import type { SecretRules } from '../core/redact/rules.ts'
import { readCassette } from '../engine/read-cassette.ts'
import { fileStore } from '../engine/store.ts'
import type { CliCommand, Invocation } from './commands.ts'
import { brokenData, eachCassette, type Each, tellBroken } from './each-cassette.ts'
import { exitCode } from '../surfaces/exit-codes.ts'
import { type Io, printJson } from './io.ts'
import { countText } from './page/amounts.ts'
import { addRedactOptions, type RedactFlags, rulesOf } from './redact-options.ts'

type FileFinding = LintFinding & { readonly file: string }

/** `wiretape lint`: what is wrong or suspicious in cassettes, and where. */
export const lint: CliCommand = {
  define(command) {
    command
      .argument('[paths...]', 'cassettes, and folders of them (default: cassettes)')
      .option('--json', 'as JSON')
      .addHelpText('after', '\nIt exits 1 where there is an error; warnings alone leave it 0.')
    addRedactOptions(command)
  },
  async run({ command, io }: Invocation) {
    const flags = command.opts<RedactFlags & { readonly json?: true }>()
    const rules = await rulesOf(flags, io)
    const each = eachCassette(command.args, (file) => lintFile(file, rules))
    if (flags.json) printJson(io, dataOf(each))
    else printText(each, io)
    const hasFinding = each.results.flat().some(({ level }) => level === 'error')
    return exitCode({ isCassetteBroken: each.broken.length > 0, hasFinding })
  },
}

function lintFile(file: string, rules: SecretRules): readonly FileFinding[] {
  return lintCassette(readCassette(fileStore, file), rules).map((finding) => ({ file, ...finding }))
}

function dataOf({ results, broken }: Each<readonly FileFinding[]>): object {
  return { findings: results.flat(), read: results.length, broken: brokenData(broken) }
}

function printText({ results, broken }: Each<readonly FileFinding[]>, { out, err }: Io): void {
  const { paint } = out
  for (const { file, line = 1, column = 1, level, code, message } of results.flat()) {
    const where = paint.bold(`${printable(file)}:${line}:${column}`)
    const label = level === 'error' ? paint.red(level) : level
    out.write(`${where}  ${label} ${code}  ${printable(message)}\n`)
  }
  tellBroken(broken, err)
  const errors = results.flat().filter(({ level }) => level === 'error').length
  const warnings = results.flat().length - errors
  const found = [countText(errors, 'error'), countText(warnings, 'warning')].join(', ')
  err.write(`${countText(results.length, 'cassette')}: ${found}.\n`)
}
