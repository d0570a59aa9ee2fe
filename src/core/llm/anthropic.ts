import { at, listAt, numberAt, textAt } from './json-fields.ts'
import type { Delta, LlmDialect, PartKind, Reading } from './reading.ts'

/**
 * Anthropic's messages.
 *
 * @see https://docs.claude.com/en/docs/build-with-claude/streaming
 */
export const anthropic: LlmDialect = {
  api: 'anthropic',
  knows: (payload) =>
    at(payload, 'type') === 'message_start' ||
    (at(payload, 'type') === 'message' && Array.isArray(at(payload, 'content'))),
  read(payload) {
    switch (at(payload, 'type')) {
      case 'message':
        return messageReading(payload)
      case 'message_start':
        return messageReading(at(payload, 'message'))
      case 'content_block_start':
        return { deltas: blockDeltas(at(payload, 'content_block'), placeOf(payload)) }
      case 'content_block_delta':
        return { deltas: pieceDeltas(at(payload, 'delta'), placeOf(payload)) }
      case 'message_delta':
        return { deltas: [], ...framing(payload, at(payload, 'delta')) }
      default:
        return { deltas: [] }
    }
  },
}

function placeOf(event: unknown): number {
  return numberAt(event, 'index') ?? 0
}

function messageReading(message: unknown): Reading {
  return {
    deltas: listAt(message, 'content').flatMap(blockDeltas),
    model: textAt(message, 'model'),
    ...framing(message, message),
  }
}

function framing(usageIn: unknown, reasonIn: unknown): Omit<Reading, 'deltas'> {
  return {
    stopReason: textAt(reasonIn, 'stop_reason'),
    usage: {
      input: numberAt(usageIn, 'usage', 'input_tokens'),
      output: numberAt(usageIn, 'usage', 'output_tokens'),
    },
  }
}

function blockDeltas(block: unknown, place: number): readonly Delta[] {
  const input = at(block, 'input')
  if (input === undefined) {
    const thought = textAt(block, 'thinking')
    const text = thought ?? textAt(block, 'text')
    return text ? [{ kind: thought ? 'thinking' : 'text', place, choice: 0, text }] : []
  }
  // A stream begins a call with `{}`, and then sends the JSON in pieces.
  const isEmpty = typeof input === 'object' && input !== null && Object.keys(input).length === 0
  const text = isEmpty ? '' : JSON.stringify(input)
  const { name, id } = { name: textAt(block, 'name'), id: textAt(block, 'id') }
  return [{ kind: 'tool', place, choice: 0, text, name, id }]
}

const pieces: readonly (readonly [string, PartKind])[] = [
  ['text', 'text'],
  ['thinking', 'thinking'],
  ['partial_json', 'tool'],
]

function pieceDeltas(delta: unknown, place: number): readonly Delta[] {
  return pieces.flatMap(([field, kind]) => {
    const text = textAt(delta, field)
    return text ? [{ kind, place, choice: 0, text }] : []
  })
}
