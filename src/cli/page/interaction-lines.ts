import { bodyLength } from '../../core/body.ts'
import { type StreamEvent, events } from '../../core/events.ts'
import { type HeaderMap, headerPairs } from '../../core/headers.ts'
import { llmAnswer } from '../../core/llm/answer.ts'
import { printable } from '../../core/match/explain/printable.ts'
import type { Paint } from '../../core/match/explain/paint.ts'
import type { Interaction, RecordedResponse } from '../../core/model.ts'
import { bytesText, countText, timeText } from './amounts.ts'
import { answerLines, answerSummary } from './answer-lines.ts'
import { bodyLines } from './body-lines.ts'
import { eventLines } from './event-lines.ts'
import { type PageStyle, indent, indented } from './style.ts'
import { cutTo, padTo, textWidth } from './text-width.ts'

/** An interaction as a readable page: its request, its response, and what a language model said in it. */
export function interactionLines(
  interaction: Interaction,
  number: number,
  style: PageStyle,
): readonly string[] {
  const inner = indented(style, 2)
  const { request, response } = interaction
  return [
    heading(interaction, number, style),
    '',
    style.paint.bold('Request'),
    ...messageLines(request.headers, bodyLines(request.body, inner), inner),
    '',
    `${style.paint.bold('Response')}  ${statusText(response, style.paint)}`,
    ...messageLines(response.headers, responseBody(interaction, inner), inner),
    ...trailerLines(response, inner),
    ...answerSection(interaction, style, inner),
  ]
}

function heading({ request }: Interaction, number: number, style: PageStyle): string {
  const { paint, columns, isFull } = style
  const title = `${number}  ${printable(request.method)} `
  const url = printable(request.url)
  const shown = isFull ? url : cutTo(url, columns - title.length - 6)
  const rule = '━'.repeat(Math.max(2, columns - textWidth(title + shown) - 4))
  return `${paint.dim('━━')} ${paint.bold(title + shown)} ${paint.dim(rule)}`
}

function messageLines(
  headers: HeaderMap,
  body: readonly string[],
  style: PageStyle,
): readonly string[] {
  const fields = headerLines(headers, style)
  const isBare = fields.length === 0 && body.length === 0
  const parts = isBare
    ? [style.paint.dim('no headers, no body')]
    : [...fields, ...spaced(fields, body)]
  return indent(parts, 2)
}

function spaced(before: readonly string[], lines: readonly string[]): readonly string[] {
  return before.length > 0 && lines.length > 0 ? ['', ...lines] : lines
}

function headerLines(headers: HeaderMap, { paint, columns, isFull }: PageStyle): readonly string[] {
  const pairs = [...headerPairs(headers)]
  const widest = Math.max(0, ...pairs.map(([name]) => textWidth(printable(name))))
  const width = Math.min(widest, Math.floor(columns / 2))
  return pairs.map(([name, value]) => {
    const shown = printable(value)
    const cut = isFull ? shown : cutTo(shown, Math.max(20, columns - width - 2))
    return `${paint.dim(padTo(printable(name), width))}  ${cut}`
  })
}

function statusText(
  { status, code, duration, error, proto }: RecordedResponse,
  paint: Paint,
): string {
  const colour = code >= 500 ? paint.red : code >= 300 ? paint.yellow : paint.green
  const text = status === '' ? String(code) : status
  const cut = error === undefined ? '' : `, ${paint.red(`cut off: ${printable(error)}`)}`
  return `${colour(printable(text))} after ${timeText(duration)}, ${printable(proto)}${cut}`
}

function responseBody(interaction: Interaction, style: PageStyle): readonly string[] {
  const { response } = interaction
  const stream = events(interaction)
  if (stream.length > 0) return [streamSummary(stream, response), ...eventLines(stream, style)]
  const lines = bodyLines(response.body, style)
  return arrivedInPieces(response) ? [...lines, style.paint.dim(piecesSummary(response))] : lines
}

function streamSummary(stream: readonly StreamEvent[], response: RecordedResponse): string {
  const size = bytesText(bodyLength(response.body))
  const last = stream.at(-1)?.at
  const times =
    last === undefined ? 'when they came was not recorded' : `the last after ${timeText(last)}`
  return `${countText(stream.length, 'event')}, ${size}; ${times}`
}

function arrivedInPieces({ chunks }: RecordedResponse): boolean {
  return chunks !== undefined && chunks.length > 0
}

function piecesSummary({ chunks = [] }: RecordedResponse): string {
  const pieces = chunks.filter(({ bytes }) => bytes > 0).length
  return `came in ${countText(pieces, 'chunk')}, the end after ${timeText(chunks.at(-1)?.at ?? 0)}`
}

function trailerLines({ trailer }: RecordedResponse, style: PageStyle): readonly string[] {
  const lines = headerLines(trailer, style)
  return lines.length === 0 ? [] : ['', ...indent([style.paint.dim('trailers'), ...lines], 2)]
}

function answerSection(
  interaction: Interaction,
  style: PageStyle,
  inner: PageStyle,
): readonly string[] {
  const answer = llmAnswer(interaction)
  if (answer === undefined) return []
  const title = `${style.paint.bold('Answer')}  ${answerSummary(answer)}`
  return ['', title, ...indent(answerLines(answer, inner), 2)]
}
