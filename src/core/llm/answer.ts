import { type StreamEvent, events } from '../events.ts'
import type { Interaction } from '../model.ts'
import { anthropic } from './anthropic.ts'
import { gemini } from './gemini.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiResponses } from './openai-responses.ts'
import type { Delta, LlmDialect, PartKind, Reading, TokenUsage } from './reading.ts'

/** A part of what a model answered. */
export interface AnswerPart {
  readonly kind: PartKind
  /** Which of several answers (`n`, `candidateCount`), from 0. */
  readonly choice: number
  /** For a tool call its arguments: JSON. */
  readonly text: string
  /** A tool's name. */
  readonly name?: string
  /** What the model calls the tool call. */
  readonly id?: string
}

/** What a model answered: the sum of a stream's deltas, or what a plain answer says. */
export interface LlmAnswer {
  readonly api: LlmDialect['api']
  readonly model?: string
  /** The text of the first choice. */
  readonly text: string
  /** The calls of tools in the first choice. */
  readonly toolCalls: readonly AnswerPart[]
  /** Everything, in the order in which its first pieces came. */
  readonly parts: readonly AnswerPart[]
  /** In the service's own word: `stop`, `end_turn`, `MAX_TOKENS`. */
  readonly stopReason?: string
  readonly usage: TokenUsage
}

const dialects: readonly LlmDialect[] = [openaiResponses, anthropic, openaiChat, gemini]

/**
 * What a language model answered in an interaction, nothing where it is no such answer.
 *
 * Knows the streams and plain answers of OpenAI's chat completions and responses (and all that speak like them),
 * Anthropic's messages and Gemini's generateContent, by their shape.
 */
export function llmAnswer(interaction: Interaction): LlmAnswer | undefined {
  const payloads = payloadsOf(interaction)
  const dialect = dialectOf(payloads)
  return (
    dialect &&
    addUp(
      dialect.api,
      payloads.map((payload) => dialect.read(payload)),
    )
  )
}

/** What each event of a stream adds to a language model's answer: a list for each, empty where it adds nothing. */
export function eventDeltas(stream: readonly StreamEvent[]): readonly (readonly Delta[])[] {
  const payloads = stream.map(({ data }) => parsed(data))
  const dialect = dialectOf(payloads.flat())
  return payloads.map(([payload]) => dialect?.read(payload).deltas ?? [])
}

function dialectOf(payloads: readonly unknown[]): LlmDialect | undefined {
  for (const payload of payloads) {
    const dialect = dialects.find((known) => known.knows(payload))
    if (dialect !== undefined) return dialect
  }
  return undefined
}

function payloadsOf(interaction: Interaction): readonly unknown[] {
  const stream = events(interaction)
  if (stream.length > 0) return stream.flatMap(({ data }: StreamEvent) => parsed(data))
  const { body } = interaction.response
  if (typeof body !== 'string' || !/^\s*[[{]/.test(body)) return []
  // Gemini streams a JSON list where it is not asked for events.
  return parsed(body).flat()
}

function parsed(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text) as unknown]
  } catch {
    // `[DONE]`, a comment, a page: no payload.
    return []
  }
}

function addUp(api: LlmDialect['api'], readings: readonly Reading[]): LlmAnswer {
  const parts = partsOf(readings.flatMap(({ deltas }) => deltas))
  const first = parts.filter(({ choice }) => choice === 0)
  const model = readings.find((reading) => reading.model)?.model
  const stopReason = readings.findLast((reading) => reading.stopReason)?.stopReason
  return {
    api,
    ...(model !== undefined && { model }),
    text: first.flatMap(({ kind, text }) => (kind === 'text' ? [text] : [])).join(''),
    toolCalls: first.filter(({ kind }) => kind === 'tool'),
    parts,
    ...(stopReason !== undefined && { stopReason }),
    usage: usageOf(readings),
  }
}

/** Services correct themselves: the last word counts. */
function usageOf(readings: readonly Reading[]): TokenUsage {
  const usages = readings.map(({ usage }) => usage ?? {})
  const input = usages.findLast((usage) => usage.input !== undefined)?.input
  const output = usages.findLast((usage) => usage.output !== undefined)?.output
  return { ...(input !== undefined && { input }), ...(output !== undefined && { output }) }
}

function partsOf(deltas: readonly Delta[]): readonly AnswerPart[] {
  const pieces = new Map<string, Delta[]>()
  for (const delta of deltas) {
    const key = `${delta.choice} ${delta.kind} ${delta.place}`
    const known = delta.isWhole ? undefined : pieces.get(key)
    if (known === undefined) pieces.set(key, [delta])
    else known.push(delta)
  }
  return [...pieces.values()].flatMap(partOf)
}

function partOf(pieces: readonly Delta[]): readonly AnswerPart[] {
  const text = pieces.map((piece) => piece.text).join('')
  const name = pieces.find((piece) => piece.name)?.name
  const id = pieces.find((piece) => piece.id)?.id
  return pieces.slice(0, 1).map(({ kind, choice }) => ({
    kind,
    choice,
    text,
    ...(name !== undefined && { name }),
    ...(id !== undefined && { id }),
  }))
}
