/** A stream that servers are to give, as their processes are told. */
export interface Stream {
  readonly count: number
  /** Milliseconds from one to the next; 0: all at once. */
  readonly everyMs?: number
  /** Milliseconds until the headers. */
  readonly headMs?: number
  /** How many other interactions there are. */
  readonly others?: number
}

/** What is asked for it. */
export const requestBody: string = JSON.stringify({
  model: 'gpt-4o',
  stream: true,
  messages: [{ role: 'user', content: 'a question' }],
})

/** A stream of events of some 150 bytes, each with its number. */
export function streamOf({
  count,
  everyMs = 0,
  headMs = 0,
  others = 0,
}: Stream): Required<Stream> & { readonly events: readonly string[] } {
  const events = Array.from({ length: count }, (_, nth) => {
    const choices = [{ index: 0, delta: { content: `word ${String(nth).padStart(4, '0')} ` } }]
    return `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'gpt-4o', choices })}\n\n`
  })
  return { count, everyMs, headMs, others, events }
}
