import { sourceOf } from '../core/codec/origin.ts'
import { events } from '../core/events.ts'
import { printable } from '../core/match/explain/printable.ts'
import { partialOf, readLeftOver } from '../engine/journal.ts'
import { parseCassette } from '../engine/parse-cassette.ts'
import { readSource } from '../engine/read-cassette.ts'
import { fileStore } from '../engine/store.ts'
import type { CliCommand, Invocation } from './commands.ts'
import { brokenData, eachCassette, type Each, tellBroken } from './each-cassette.ts'
import { exitCode } from '../surfaces/exit-codes.ts'
import { type Io, printJson } from './io.ts'
import { bytesText, numberText } from './page/amounts.ts'
import { type Column, tableLines } from './page/table.ts'

/** What the list says of a cassette. */
interface Listed {
  readonly file: string
  /** As the file has it: 1 is read as 2. */
  readonly version: number
  readonly interactions: number
  /** Responses that are event streams or ndjson. */
  readonly streams: number
  /** Responses of which it was recorded when their pieces came. */
  readonly timed: number
  readonly hosts: readonly string[]
  readonly bytes: number
}

/** `wiretape ls`: a table of cassettes. What is broken is named, and the rest listed. */
export const ls: CliCommand = {
  define(command) {
    command
      .argument('[paths...]', 'cassettes, and folders of them (default: cassettes)')
      .option('--json', 'as JSON')
  },
  async run({ command, io }: Invocation) {
    const { leftOvers, ...each } = eachCassette(command.args, lookAt)
    const found = { ...each, leftOvers: leftOvers.filter(holdsRecordings) }
    if (command.opts<{ json?: true }>().json) printJson(io, dataOf(found))
    else printTable(found, io)
    return exitCode({ isCassetteBroken: found.broken.length > 0 })
  },
}

function holdsRecordings(file: string): boolean {
  return readLeftOver(fileStore, fileStore.realPath(file), file) !== undefined
}

function lookAt(file: string): Listed {
  const source = readSource(fileStore, file)
  const cassette = parseCassette(source, { file })
  const { interactions } = cassette
  return {
    file,
    version: sourceOf(cassette)?.version ?? cassette.version,
    interactions: interactions.length,
    streams: interactions.filter((interaction) => events(interaction).length > 0).length,
    timed: interactions.filter(({ response }) => response.chunks !== undefined).length,
    hosts: [...new Set(interactions.map(({ request }) => hostOf(request.url)))].sort(),
    bytes: source.length,
  }
}

function hostOf(url: string): string {
  if (URL.canParse(url)) return new URL(url).host
  // Written by hand, without a scheme.
  return /^[^/?#]+/.exec(url)?.[0] ?? url
}

function dataOf({ results, broken, leftOvers }: Each<Listed>): object {
  return { cassettes: results, broken: brokenData(broken), leftOvers }
}

const columns: readonly Column[] = [
  { title: 'cassette', cut: 'start' },
  { title: 'interactions', isNumber: true },
  { title: 'streams', isNumber: true },
  { title: 'size', isNumber: true },
  { title: 'recorded' },
  { title: 'hosts', cut: 'end' },
]

function printTable({ results, broken, leftOvers }: Each<Listed>, { out, err }: Io): void {
  if (results.length > 0) {
    const width = out.isTerminal ? out.columns : Infinity
    out.write(`${tableLines(columns, results.map(rowOf), out.paint, width).join('\n')}\n`)
  } else if (broken.length === 0) {
    err.write('There are no cassettes here.\n')
  }
  tellBroken(broken, err)
  for (const file of leftOvers.map(printable)) {
    err.write(
      `${partialOf(file)} holds what a killed run recorded. \`wiretape recover ${file}\` adds it to the cassette.\n`,
    )
  }
}

function rowOf(one: Listed): readonly string[] {
  return [
    printable(one.file),
    numberText(one.interactions),
    one.streams === 0 ? '-' : numberText(one.streams),
    bytesText(one.bytes),
    one.timed === 0 ? `v${one.version}` : `v${one.version}, ${numberText(one.timed)} timed`,
    one.hosts.map(printable).join(' '),
  ]
}
