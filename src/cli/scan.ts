import { Option } from 'commander'
import { printable } from '../core/match/explain/printable.ts'
import { findSecrets } from '../core/redact/report/findings.ts'
import type { SecretRules } from '../core/redact/rules.ts'
import { type FileFinding, sarifOf } from '../core/redact/report/sarif.ts'
import { decodedInteraction } from '../engine/decoded-interaction.ts'
import { readCassette } from '../engine/read-cassette.ts'
import { fileStore } from '../engine/store.ts'
import type { CliCommand, Invocation } from './commands.ts'
import { brokenData, eachCassette, tellBroken } from './each-cassette.ts'
import { exitCode } from '../surfaces/exit-codes.ts'
import { type Io, printJson } from './io.ts'
import { addRedactOptions, type RedactFlags, rulesOf } from './redact-options.ts'
import { countText } from './page/amounts.ts'
import { version } from './version.ts'

interface ScanFlags extends RedactFlags {
  readonly json?: true
  readonly sarif?: true
}

/** `wiretape scan`: the secrets that stand in cassettes, masked, and where. */
export const scan: CliCommand = {
  define(command) {
    command
      .argument('[paths...]', 'cassettes, and folders of them (default: cassettes)')
      .option('--json', 'as JSON')
      .addOption(new Option('--sarif', 'as SARIF 2.1.0, for code hosts').conflicts('json'))
      .addHelpText(
        'after',
        '\nIt exits 1 where it finds a secret. `wiretape redact` takes them out.',
      )
    addRedactOptions(command)
  },
  async run({ command, io }: Invocation) {
    const flags = command.opts<ScanFlags>()
    const rules = await rulesOf(flags, io)
    const { results, broken } = eachCassette(command.args, (file) => scanFile(file, rules))
    const findings = results.flat()
    if (flags.sarif) printJson(io, sarifOf(findings, version()))
    else if (flags.json) {
      printJson(io, { findings, scanned: results.length, broken: brokenData(broken) })
    } else printText(findings, results.length, io)
    if (!flags.json) tellBroken(broken, io.err)
    return exitCode({ isCassetteBroken: broken.length > 0, hasFinding: findings.length > 0 })
  },
}

function scanFile(file: string, rules: SecretRules): readonly FileFinding[] {
  return findSecrets(readCassette(fileStore, file), rules, decodedInteraction).map((finding) => ({
    file,
    ...finding,
  }))
}

function printText(findings: readonly FileFinding[], scanned: number, { out, err }: Io): void {
  const { paint } = out
  for (const { file, line = 1, column = 1, rule, masked, interaction, place } of findings) {
    const where = `${printable(file)}:${line}:${column}`
    const what = `${printable(masked)} in ${printable(place)} of interaction ${interaction}`
    out.write(`${paint.bold(where)}  ${paint.red(rule)}  ${what}\n`)
  }
  err.write(`${summaryOf(findings, scanned)}\n`)
}

function summaryOf(findings: readonly FileFinding[], scanned: number): string {
  const files = new Set(findings.map(({ file }) => file)).size
  const looked = countText(scanned, 'cassette')
  if (findings.length === 0) return `No secrets in ${looked}.`
  const secrets = countText(findings.length, 'secret')
  return `${secrets} in ${files} of ${looked}. \`wiretape redact\` takes them out; a key that was committed is to be revoked, too.`
}
