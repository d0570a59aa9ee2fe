import type { StreamEvent } from '../../core/events.ts'
import { eventDeltas } from '../../core/llm/answer.ts'
import type { Delta } from '../../core/llm/reading.ts'
import { printable } from '../../core/match/explain/printable.ts'
import { countText } from './amounts.ts'
import type { PageStyle } from './style.ts'
import { cutTo, padTo, textWidth } from './text-width.ts'

const mostEvents = 60
const lastEvents = 10
const widestType = 40

/**
 * The events of a stream: each with its number, when it came, its type, and its data.
 *
 * Of a language model's answer each event shows the piece that it adds, where it adds one.
 */
export function eventLines(events: readonly StreamEvent[], style: PageStyle): readonly string[] {
  const { paint, isFull } = style
  const shape = shapeOf(events)
  const deltas = eventDeltas(events)
  const hidden = isFull || events.length <= mostEvents ? 0 : events.length - mostEvents
  const firsts = events.length - hidden - (hidden > 0 ? lastEvents : 0)
  const lines: string[] = []
  for (const [index, event] of events.entries()) {
    if (index < firsts || index >= firsts + hidden) {
      lines.push(eventLine({ event, index, deltas: deltas[index] ?? [] }, shape, style))
    } else if (index === firsts) {
      lines.push(paint.dim(`… ${countText(hidden, 'more event')}, --full shows them`))
    }
  }
  return lines
}

interface Shape {
  readonly numberWidth: number
  /** 0 where no event has a time. */
  readonly timeWidth: number
  /** 0 where no event has a type. */
  readonly typeWidth: number
}

function shapeOf(events: readonly StreamEvent[]): Shape {
  const widest = (texts: readonly string[]): number =>
    texts.reduce((most, text) => Math.max(most, textWidth(text)), 0)
  return {
    numberWidth: String(events.length).length,
    timeWidth: widest(events.map(timeOf)),
    typeWidth: Math.min(widest(events.map(typeOf)), widestType),
  }
}

function timeOf({ at }: StreamEvent): string {
  return at === undefined ? '' : `${(at / 1e9).toFixed(3)} s`
}

function typeOf({ event = '' }: StreamEvent): string {
  return printable(event)
}

interface Row {
  readonly event: StreamEvent
  readonly index: number
  readonly deltas: readonly Delta[]
}

function eventLine(
  { event, index, deltas }: Row,
  { numberWidth, timeWidth, typeWidth }: Shape,
  { paint, columns, isFull }: PageStyle,
): string {
  const number = String(index + 1).padStart(numberWidth)
  const time = timeWidth === 0 ? '' : `  ${timeOf(event).padStart(timeWidth)}`
  const type = typeWidth === 0 ? '' : `  ${padTo(cutTo(typeOf(event), typeWidth), typeWidth)}`
  const cut = event.isCut === true ? '  (cut off)' : ''
  const room = Math.max(20, columns - textWidth(`${number}${time}${type}${cut}`) - 2)
  const added = addedText(deltas)
  const data = added ?? printable(event.data.replaceAll('\n', String.raw`\n`))
  const shown = isFull && added === undefined ? data : cutTo(data, room)
  const coloured = added === undefined ? shown : paint.green(shown)
  return `${paint.dim(number)}${paint.cyan(time)}${paint.yellow(type)}  ${coloured}${paint.red(cut)}`
}

/** The piece of an answer, in quotes. What restates a part shows as it is. */
function addedText(deltas: readonly Delta[]): string | undefined {
  const pieces = deltas.filter(({ text, isWhole }) => text !== '' && isWhole !== true)
  if (pieces.length === 0) return undefined
  return pieces
    .map(
      ({ kind, text }) => `${kind === 'text' ? '' : `${kind} `}${printable(JSON.stringify(text))}`,
    )
    .join(', ')
}
