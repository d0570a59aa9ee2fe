import { type LlmAnswer, llmAnswer } from '../../../src/core/llm/answer.ts'
import { interactionOf } from '../redact/interactions.ts'

/** What the answer to a request is whose response streams these payloads. */
export function streamed(...payloads: readonly unknown[]): LlmAnswer | undefined {
  const responseBody = payloads.map((payload) => `data: ${JSON.stringify(payload)}\n\n`).join('')
  return answerIn(responseBody, 'text/event-stream')
}

/** What the answer to a request is whose response is this JSON. */
export function plain(payload: unknown): LlmAnswer | undefined {
  return answerIn(JSON.stringify(payload), 'application/json')
}

/** What the answer in a body is. */
export function answerIn(responseBody: string | Uint8Array, type: string): LlmAnswer | undefined {
  return llmAnswer(interactionOf({ responseBody, responseHeaders: [['content-type', type]] }))
}
