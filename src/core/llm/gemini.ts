import { at, listAt, numberAt, textAt } from './json-fields.ts'
import type { Delta, LlmDialect } from './reading.ts'

/**
 * Gemini's generateContent and streamGenerateContent, of the Gemini API and of Vertex AI.
 *
 * @see https://ai.google.dev/api/generate-content
 */
export const gemini: LlmDialect = {
  api: 'gemini',
  knows: (payload) =>
    listAt(payload, 'candidates').length > 0 || at(payload, 'promptFeedback') !== undefined,
  read: (payload) => ({
    deltas: listAt(payload, 'candidates').flatMap(candidateDeltas),
    model: textAt(payload, 'modelVersion'),
    stopReason:
      textAt(payload, 'candidates', 0, 'finishReason') ??
      textAt(payload, 'promptFeedback', 'blockReason'),
    usage: {
      input: numberAt(payload, 'usageMetadata', 'promptTokenCount'),
      output: outputTokens(at(payload, 'usageMetadata')),
    },
  }),
}

/** Thoughts are counted apart. */
function outputTokens(usage: unknown): number | undefined {
  const answer = numberAt(usage, 'candidatesTokenCount')
  const thoughts = numberAt(usage, 'thoughtsTokenCount')
  return answer === undefined && thoughts === undefined
    ? undefined
    : (answer ?? 0) + (thoughts ?? 0)
}

function candidateDeltas(candidate: unknown, position: number): readonly Delta[] {
  const choice = numberAt(candidate, 'index') ?? position
  return listAt(candidate, 'content', 'parts').flatMap((part) => partDeltas(part, choice))
}

function partDeltas(part: unknown, choice: number): readonly Delta[] {
  const call = at(part, 'functionCall')
  if (call !== undefined) {
    const text = JSON.stringify(at(call, 'args') ?? {})
    const name = textAt(call, 'name')
    const id = textAt(call, 'id')
    // Each call comes whole, and nothing numbers them.
    return [{ kind: 'tool', place: id ?? `${name} ${text}`, choice, text, isWhole: true, name, id }]
  }
  const text = textAt(part, 'text')
  const kind = at(part, 'thought') === true ? 'thinking' : 'text'
  return text ? [{ kind, place: 0, choice, text }] : []
}
