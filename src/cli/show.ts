import { bodyBytes, bodyLength } from '../core/body.ts'
import { sourceOf } from '../core/codec/origin.ts'
import { events } from '../core/events.ts'
import { llmAnswer } from '../core/llm/answer.ts'
import type { Paint } from '../core/match/explain/paint.ts'
import { printable } from '../core/match/explain/printable.ts'
import type { Cassette, Interaction } from '../core/model.ts'
import { decodedInteraction } from '../engine/decoded-interaction.ts'
import { partialOf, readJournal } from '../engine/journal.ts'
import { parseCassette } from '../engine/parse-cassette.ts'
import { readSource } from '../engine/read-cassette.ts'
import { fileStore } from '../engine/store.ts'
import type { CliCommand, Invocation } from './commands.ts'
import { UsageError } from '../surfaces/exit-codes.ts'
import { printJson } from './io.ts'
import { bytesText, countText } from './page/amounts.ts'
import { interactionLines } from './page/interaction-lines.ts'
import type { PageStyle } from './page/style.ts'
import { wholeNumber } from './option-values.ts'

interface ShowOptions {
  readonly json?: true
  readonly full?: true
  readonly interaction?: number
}

/** An interaction and the number that it goes by. */
interface Numbered {
  readonly number: number
  readonly interaction: Interaction
}

/** `wiretape show`: a cassette as a readable page, or as JSON. */
export const show: CliCommand = {
  define(command) {
    command
      .argument('<file>', 'the cassette')
      .option('-i, --interaction <n>', 'only the interaction of this number', wholeNumber)
      .option('--full', 'cut nothing')
      .option('--json', 'as JSON: all that the cassette says, with events and answers')
  },
  async run({ command, io }: Invocation) {
    const { json, full, interaction } = command.opts<ShowOptions>()
    const [file = ''] = command.args
    const source = readSource(fileStore, file)
    const cassette = isJournal(file)
      ? { version: 2, interactions: readJournal(source, file).interactions }
      : parseCassette(source, { file })
    const chosen = choose(cassette, interaction, file).map(decoded)
    if (json === true) {
      printJson(io, jsonOf(cassette, chosen, file))
    } else {
      const { paint, columns } = io.out
      const style = { paint, columns, isFull: full === true }
      const lines = [headline(cassette, file, source.length, paint), ...pages(chosen, style)]
      io.out.write(`${lines.join('\n')}\n`)
    }
    return 0
  },
}

function decoded({ number, interaction }: Numbered): Numbered {
  return { number, interaction: decodedInteraction(interaction) }
}

/** What a run is recording, or a killed one has left: only what is whole is shown. */
function isJournal(file: string): boolean {
  return file.endsWith(partialOf(''))
}

/** Interactions go by their ids where these tell them apart, else by their places. */
function choose(cassette: Cassette, wanted: number | undefined, file: string): readonly Numbered[] {
  const ids = new Set(cassette.interactions.map(({ id }) => id))
  const hasIds = ids.size === cassette.interactions.length
  const all = cassette.interactions.map((interaction, place) => ({
    number: hasIds ? interaction.id : place,
    interaction,
  }))
  if (wanted === undefined) return all
  const chosen = all.filter(({ number }) => number === wanted)
  if (chosen.length > 0) return chosen
  throw new UsageError(
    `${file} has no interaction ${wanted}. It has ${countText(all.length, 'interaction')}${rangeOf(all)}.`,
  )
}

function rangeOf(all: readonly Numbered[]): string {
  const first = all[0]?.number
  const last = all.at(-1)?.number
  if (first === undefined) return ''
  return first === last ? `, ${first}` : `, ${first} to ${last}`
}

function headline(cassette: Cassette, file: string, size: number, paint: Paint): string {
  const { interactions } = cassette
  const version = sourceOf(cassette)?.version ?? cassette.version
  const facts = [
    countText(interactions.length, 'interaction'),
    `version ${version}`,
    bytesText(size),
  ]
  return `${paint.bold(printable(file))}  ${paint.dim(facts.join(' · '))}`
}

function pages(chosen: readonly Numbered[], style: PageStyle): readonly string[] {
  return chosen.flatMap(({ interaction, number }) => [
    '',
    ...interactionLines(interaction, number, style),
  ])
}

/** Times are nanoseconds, as in the library. A body that is no text is `{ base64 }`. */
function jsonOf(cassette: Cassette, chosen: readonly Numbered[], file: string): unknown {
  return {
    file,
    version: cassette.version,
    interactions: chosen.map(({ number, interaction }) => {
      const { request, response } = interaction
      const stream = events(interaction)
      const answer = llmAnswer(interaction)
      return {
        number,
        ...interaction,
        request: { ...request, body: bodyJson(request.body) },
        response: { ...response, body: bodyJson(response.body) },
        ...(stream.length > 0 && { events: stream }),
        ...(answer && { answer }),
      }
    }),
  }
}

function bodyJson(body: Interaction['response']['body']): string | { base64: string } {
  if (typeof body === 'string' || bodyLength(body) === 0) return String(body)
  return { base64: Buffer.from(bodyBytes(body)).toString('base64') }
}
