import { at, listAt, numberAt, textAt } from './json-fields.ts'
import type { Delta, LlmDialect, PartKind } from './reading.ts'

/**
 * OpenAI's chat completions and the many services that speak like them, and the older completions.
 *
 * @see https://platform.openai.com/docs/api-reference/chat
 */
export const openaiChat: LlmDialect = {
  api: 'openai-chat',
  knows: (payload) =>
    listAt(payload, 'choices').some(
      (choice) => messageOf(choice) !== undefined || textAt(choice, 'text') !== undefined,
    ),
  read: (payload) => ({
    deltas: listAt(payload, 'choices').flatMap(choiceDeltas),
    model: textAt(payload, 'model'),
    stopReason: textAt(payload, 'choices', 0, 'finish_reason'),
    usage: {
      input: numberAt(payload, 'usage', 'prompt_tokens'),
      output: numberAt(payload, 'usage', 'completion_tokens'),
    },
  }),
}

function messageOf(choice: unknown): unknown {
  return at(choice, 'delta') ?? at(choice, 'message')
}

function choiceDeltas(value: unknown): readonly Delta[] {
  const message = messageOf(value)
  const choice = numberAt(value, 'index') ?? 0
  const texts: readonly (readonly [PartKind, string | undefined])[] = [
    // Two names for one thing; services that send both send the same under both.
    ['thinking', textAt(message, 'reasoning_content') || textAt(message, 'reasoning')],
    ['text', textAt(message, 'content') ?? textAt(value, 'text')],
    ['refusal', textAt(message, 'refusal')],
    ...listAt(message, 'content').map(contentPart),
  ]
  const said = texts.flatMap(([kind, text]) => (text ? [{ kind, place: 0, choice, text }] : []))
  return [...said, ...toolDeltas(message, choice)]
}

/** Mistral lists the parts of a message. */
function contentPart(part: unknown): readonly [PartKind, string | undefined] {
  const thoughts = listAt(part, 'thinking').map((thought) => textAt(thought, 'text') ?? '')
  return thoughts.length > 0 ? ['thinking', thoughts.join('')] : ['text', textAt(part, 'text')]
}

function toolDeltas(message: unknown, choice: number): readonly Delta[] {
  return listAt(message, 'tool_calls').map((call, position) => ({
    kind: 'tool',
    place: numberAt(call, 'index') ?? textAt(call, 'id') ?? position,
    choice,
    text: textAt(call, 'function', 'arguments') ?? textAt(call, 'custom', 'input') ?? '',
    name: textAt(call, 'function', 'name') ?? textAt(call, 'custom', 'name'),
    id: textAt(call, 'id'),
  }))
}
