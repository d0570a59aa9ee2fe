import { sourceOf } from '../core/codec/origin.ts'
import { events } from '../core/events.ts'
import { printable } from '../core/match/explain/printable.ts'
import { partialOf, readLeftOver } from '../engine/journal.ts'
import { type Found, findCassettes } from '../engine/find-cassettes.ts'
import { parseCassette } from '../engine/parse-cassette.ts'
import { notFound } from '../engine/recorder-errors.ts'
import { fileStore } from '../engine/store.ts'
import type { CliCommand, Invocation } from './commands.ts'
import { endingOf, exitCode } from '../surfaces/exit-codes.ts'
import type { Io } from './io.ts'
import { bytesText, numberText } from './page/amounts.ts'
import { type Column, tableLines } from './page/table.ts'
import { errorData, errorText } from './report-error.ts'

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

interface Broken {
  readonly file: string
  readonly error: unknown
}

/** `wiretape ls`: a table of cassettes. What is broken is named, and the rest listed. */
export const ls: CliCommand = {
  define(command) {
    command
      .argument('[paths...]', 'cassettes, and folders of them (default: cassettes)')
      .option('--json', 'as JSON')
  },
  async run({ command, io }: Invocation) {
    const paths = command.args.length > 0 ? command.args : [defaultFolder()]
    const found = stillToRecover(findCassettes(fileStore, paths))
    const listed: Listed[] = []
    const broken: Broken[] = []
    for (const file of found.files) {
      try {
        listed.push(lookAt(file))
      } catch (error) {
        if (endingOf(error) === undefined) throw error
        broken.push({ file, error })
      }
    }
    if (command.opts<{ json?: true }>().json) printJson(listed, broken, found, io)
    else printTable(listed, broken, found, io)
    return exitCode({ isCassetteBroken: broken.length > 0 })
  },
}

function stillToRecover({ files, leftOvers }: Found): Found {
  const holds = (file: string): boolean =>
    readLeftOver(fileStore, fileStore.realPath(file), file) !== undefined
  return { files, leftOvers: leftOvers.filter(holds) }
}

function defaultFolder(): string {
  return fileStore.list('cassettes') === undefined ? '.' : 'cassettes'
}

function lookAt(file: string): Listed {
  const source = fileStore.read(file)
  if (source === undefined) throw notFound(file)
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
  return URL.canParse(url) ? new URL(url).host : url
}

function printJson(
  cassettes: readonly Listed[],
  broken: readonly Broken[],
  { leftOvers }: Found,
  io: Io,
): void {
  const failed = broken.map(({ file, error }) => ({ file, error: errorData(error) }))
  io.out.write(`${JSON.stringify({ cassettes, broken: failed, leftOvers }, undefined, 2)}\n`)
}

const columns: readonly Column[] = [
  { title: 'cassette', cut: 'start' },
  { title: 'interactions', isNumber: true },
  { title: 'streams', isNumber: true },
  { title: 'size', isNumber: true },
  { title: 'recorded' },
  { title: 'hosts', cut: 'end' },
]

function printTable(
  listed: readonly Listed[],
  broken: readonly Broken[],
  { leftOvers }: Found,
  { out, err }: Io,
): void {
  if (listed.length > 0) {
    const width = out.isTerminal ? out.columns : Infinity
    out.write(`${tableLines(columns, listed.map(rowOf), out.paint, width).join('\n')}\n`)
  } else if (broken.length === 0) {
    err.write('There are no cassettes here.\n')
  }
  for (const { error } of broken) err.write(`${errorText(error, err)}\n`)
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
