import { at, listAt, numberAt, textAt } from './json-fields.ts'
import type { Delta, LlmDialect, PartKind, Reading } from './reading.ts'

/**
 * OpenAI's responses.
 *
 * @see https://platform.openai.com/docs/api-reference/responses-streaming
 */
export const openaiResponses: LlmDialect = {
  api: 'openai-responses',
  knows: (payload) =>
    at(payload, 'object') === 'response' ||
    textAt(payload, 'type')?.startsWith('response.') === true,
  read(payload) {
    const response = at(payload, 'response') ?? payload
    const isPlain = at(payload, 'object') === 'response'
    return { deltas: isPlain ? outputDeltas(payload) : eventDeltas(payload), ...framing(response) }
  },
}

function framing(response: unknown): Omit<Reading, 'deltas'> {
  const status = textAt(response, 'status')
  return {
    model: textAt(response, 'model'),
    stopReason:
      textAt(response, 'incomplete_details', 'reason') ??
      (status === 'in_progress' || status === 'queued' ? undefined : status),
    usage: {
      input: numberAt(response, 'usage', 'input_tokens'),
      output: numberAt(response, 'usage', 'output_tokens'),
    },
  }
}

const kinds: ReadonlyMap<string, PartKind> = new Map([
  ['output_text', 'text'],
  ['refusal', 'refusal'],
  ['reasoning_text', 'thinking'],
  ['reasoning_summary_text', 'thinking'],
  ['function_call_arguments', 'tool'],
  ['custom_tool_call_input', 'tool'],
  ['mcp_call_arguments', 'tool'],
])

function eventDeltas(event: unknown): readonly Delta[] {
  const type = textAt(event, 'type') ?? ''
  const output = numberAt(event, 'output_index') ?? 0
  if (type === 'response.output_item.added' || type === 'response.output_item.done') {
    return itemDeltas(at(event, 'item'), output)
  }
  const kind = kinds.get(type.slice('response.'.length, -'.delta'.length))
  if (kind === undefined || !type.endsWith('.delta')) return []
  const part = numberAt(event, 'content_index') ?? numberAt(event, 'summary_index') ?? 0
  return [{ kind, place: placeOf(output, part), choice: 0, text: textAt(event, 'delta') ?? '' }]
}

function outputDeltas(response: unknown): readonly Delta[] {
  return listAt(response, 'output').flatMap(itemDeltas)
}

function itemDeltas(item: unknown, output: number): readonly Delta[] {
  const call = textAt(item, 'arguments') ?? textAt(item, 'input')
  if (call !== undefined) return [toolDelta(item, call, output)]
  const parts = [...listAt(item, 'summary'), ...listAt(item, 'content')]
  return parts.flatMap((part, index) => {
    const text = textAt(part, 'text') ?? textAt(part, 'refusal')
    const place = placeOf(output, index)
    return text ? [{ kind: kindOf(part), place, choice: 0, text, isWhole: true }] : []
  })
}

function toolDelta(item: unknown, text: string, output: number): Delta {
  return {
    kind: 'tool',
    place: placeOf(output, 0),
    choice: 0,
    text,
    isWhole: true,
    name: textAt(item, 'name'),
    id: textAt(item, 'call_id') ?? textAt(item, 'id'),
  }
}

function kindOf(part: unknown): PartKind {
  const type = textAt(part, 'type')
  if (type === 'refusal') return 'refusal'
  return type === 'output_text' ? 'text' : 'thinking'
}

function placeOf(output: number, part: number): string {
  return `${output}.${part}`
}
