import { stringifyCassette } from '../../src/core/codec/write.ts'
import type { Cassette } from '../../src/core/model.ts'
import { parseCassette } from '../../src/engine/parse-cassette.ts'
import { interaction } from '../support/interactions.ts'

/** A service whose every item was fetched once: what our rows and the peers' are made of. */
export interface RecordedItems {
  readonly origin: string
  readonly urls: readonly string[]
  readonly bodies: ReadonlyMap<string, string>
}

/** So many items of some 200 bytes of JSON. */
export function recordedItems(count: number): RecordedItems {
  const origin = 'https://api.example.com'
  const urls = Array.from({ length: count }, (_, id) => `${origin}/v1/items/${id}?expand=owner`)
  const bodies = new Map(urls.map((url, id) => [url, JSON.stringify({ id, ...item })]))
  return { origin, urls, bodies }
}

const item = {
  object: 'item',
  owner: { object: 'user', name: 'Ada Lovelace', email: 'ada@example.com' },
  tags: ['first', 'second', 'third'],
  description: 'Something of an ordinary size, as an answer of an API is.',
}

/** The items as a cassette, read as from a file. */
export function itemsCassette({ urls, bodies }: RecordedItems): Cassette {
  const interactions = urls.map((url, id) =>
    interaction({ id, request: { url }, response: { body: bodies.get(url) ?? '' } }),
  )
  return parseCassette(stringifyCassette({ version: 2, interactions }))
}

/** Asks for the items one after the other, and begins again after the last. */
export function fetchesOf(
  { urls }: RecordedItems,
  fetchText: (url: string) => Promise<string>,
): (times: number) => Promise<void> {
  let next = 0
  return async (times) => {
    for (let done = 0; done < times; done++) {
      const text = await fetchText(urls[next] ?? '')
      if (text.length < 100) throw new Error(`No item came back: ${text}`)
      next = (next + 1) % urls.length
      // What is only held weakly piles up as long as the event loop gets no turn, as it would in no program.
      if (done % 64 === 63) await new Promise((resolve) => setImmediate(resolve))
    }
  }
}
