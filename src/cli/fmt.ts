import { Option } from 'commander'
import { goDialect, goRc6Dialect, seedDialect, type Dialect } from '../core/codec/dialect.ts'
import { dialectOf } from '../core/codec/dialect-of.ts'
import { differenceFrom, formatCassette, type LineDifference } from '../core/codec/format.ts'
import { printable } from '../core/match/explain/printable.ts'
import { parseCassette } from '../engine/parse-cassette.ts'
import { readSource } from '../engine/read-cassette.ts'
import { fileStore } from '../engine/store.ts'
import type { CliCommand, Invocation } from './commands.ts'
import { brokenData, eachCassette, type Each, tellBroken } from './each-cassette.ts'
import { exitCode } from '../surfaces/exit-codes.ts'
import { type Io, printJson } from './io.ts'
import { countText } from './page/amounts.ts'

interface FmtFlags {
  readonly check?: true
  readonly json?: true
  readonly dialect?: keyof typeof dialects
}

const dialects = { go: goDialect, 'go-rc6': goRc6Dialect, seed: seedDialect }

interface Formatted {
  readonly file: string
  /** Where it was not canonical. */
  readonly difference: LineDifference | undefined
}

/** `wiretape fmt`: cassettes in canonical form, every value kept. */
export const fmt: CliCommand = {
  define(command) {
    command
      .argument('[paths...]', 'cassettes, and folders of them (default: cassettes)')
      .option('--check', 'change nothing, exit 1 where a cassette is not canonical')
      .addOption(
        new Option('--dialect <name>', 'write as this does (default: as the file does)').choices(
          Object.keys(dialects),
        ),
      )
      .option('--json', 'as JSON, with the first line that differs')
  },
  run({ command, io }: Invocation) {
    const flags = command.opts<FmtFlags>()
    const dialect = flags.dialect === undefined ? undefined : dialects[flags.dialect]
    const each = eachCassette(command.args, (file) =>
      formatFile(file, dialect, flags.check === true),
    )
    if (flags.json) printJson(io, dataOf(each))
    else printText(each, flags.check === true, io)
    const hasFinding = flags.check === true && each.results.some(isDifferent)
    return Promise.resolve(exitCode({ isCassetteBroken: each.broken.length > 0, hasFinding }))
  },
}

function isDifferent({ difference }: Formatted): boolean {
  return difference !== undefined
}

function formatFile(file: string, dialect: Dialect | undefined, isCheck: boolean): Formatted {
  const realFile = fileStore.realPath(file)
  const source = readSource(fileStore, realFile, file)
  const cassette = parseCassette(source, { file })
  const formatted = formatCassette(cassette, dialect ?? dialectOf(cassette))
  const difference = differenceFrom(source, formatted)
  if (difference !== undefined && !isCheck) fileStore.replace(realFile, [formatted])
  return { file, difference }
}

function dataOf({ results, broken }: Each<Formatted>): object {
  const cassettes = results.map(({ file, difference }) => ({
    file,
    isCanonical: difference === undefined,
    ...(difference === undefined ? {} : { difference }),
  }))
  return { cassettes, broken: brokenData(broken) }
}

function printText({ results, broken }: Each<Formatted>, isCheck: boolean, { out, err }: Io): void {
  for (const { file, difference } of results) {
    if (difference === undefined) continue
    const where = isCheck ? `:${difference.line}:${difference.column}` : ''
    out.write(`${printable(file)}${where}\n`)
  }
  tellBroken(broken, err)
  const count = results.filter(isDifferent).length
  const what = isCheck ? 'not canonical' : 'written anew'
  err.write(`${count} of ${countText(results.length, 'cassette')} ${what}.\n`)
}
