import { createParser } from 'eventsource-parser'
import { eventDeltas } from '../../core/llm/answer.ts'

/** A chunk as a client saw it. */
export interface SeenChunk {
  readonly bytes: Uint8Array
  /** Milliseconds since the request. */
  readonly at: number
}

/** What a client saw of one answer. */
export interface Take {
  /** When the headers came, in milliseconds since the request. */
  readonly headAt: number
  readonly chunks: readonly SeenChunk[]
}

/** What the client sends to show who it is. It is nobody's. */
export const demoKey = 'sk-demo-0123456789-not-a-real-key'

const question = {
  model: 'demo-1',
  stream: true,
  messages: [{ role: 'user', content: 'What does a cassette keep?' }],
}

/**
 * Asks as a client of such a service does, and notes when each chunk comes.
 *
 * @param say - Is given each piece of the answer's text as it comes.
 */
export async function take(
  send: typeof fetch,
  url: string,
  say: (text: string) => void,
): Promise<Take> {
  const startedAt = performance.now()
  const response = await send(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${demoKey}` },
    body: JSON.stringify(question),
  })
  const headAt = performance.now() - startedAt
  const chunks: SeenChunk[] = []
  const hear = listener(say)
  for await (const bytes of response.body ?? []) {
    chunks.push({ bytes, at: performance.now() - startedAt })
    hear(bytes)
  }
  return { headAt, chunks }
}

function listener(say: (text: string) => void): (bytes: Uint8Array) => void {
  const decoder = new TextDecoder()
  const parser = createParser({
    onEvent: ({ data }) => {
      for (const { text } of eventDeltas([{ data }]).flat()) say(text)
    },
  })
  return (bytes) => parser.feed(decoder.decode(bytes, { stream: true }))
}
