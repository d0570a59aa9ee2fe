import { printable } from '../core/match/explain/printable.ts'
import { redactCassette } from '../core/redact/redact-cassette.ts'
import type { SecretRules } from '../core/redact/rules.ts'
import { decodedInteraction } from '../engine/decoded-interaction.ts'
import { parseCassette } from '../engine/parse-cassette.ts'
import { readSource } from '../engine/read-cassette.ts'
import { fileStore } from '../engine/store.ts'
import type { CliCommand, Invocation } from './commands.ts'
import { brokenData, eachCassette, tellBroken } from './each-cassette.ts'
import { printJson } from './io.ts'
import { countText } from './page/amounts.ts'
import { exitCode } from '../surfaces/exit-codes.ts'
import { addRedactOptions, type RedactFlags, rulesOf } from './redact-options.ts'

interface Redacted {
  readonly file: string
  readonly isChanged: boolean
}

/** `wiretape redact`: takes the secrets out of cassettes, in place; every other byte stays. */
export const redact: CliCommand = {
  define(command) {
    command
      .argument('<paths...>', 'cassettes, and folders of them')
      .option('--json', 'as JSON')
      .addHelpText(
        'after',
        '\n`wiretape scan` says what it would take out. A key that was committed is to be revoked, too.',
      )
    addRedactOptions(command)
  },
  async run({ command, io }: Invocation) {
    const flags = command.opts<RedactFlags & { readonly json?: true }>()
    const rules = await rulesOf(flags, io)
    const { results, broken } = eachCassette(command.args, (file) => redactFile(file, rules))
    const changed = results.filter(({ isChanged }) => isChanged).map(({ file }) => file)
    if (flags.json) {
      printJson(io, { changed, read: results.length, broken: brokenData(broken) })
    } else {
      for (const file of changed) io.out.write(`${printable(file)}\n`)
      io.err.write(`${changed.length} of ${countText(results.length, 'cassette')} changed.\n`)
      tellBroken(broken, io.err)
    }
    return exitCode({ isCassetteBroken: broken.length > 0 })
  },
}

function redactFile(file: string, rules: SecretRules): Redacted {
  const realFile = fileStore.realPath(file)
  const source = readSource(fileStore, realFile, file)
  const parse = (bytes: Uint8Array): ReturnType<typeof parseCassette> =>
    parseCassette(bytes, { file })
  const redacted = redactCassette(parse(source), rules, parse, decodedInteraction)
  if (redacted !== undefined) fileStore.replace(realFile, [redacted])
  return { file, isChanged: redacted !== undefined }
}
