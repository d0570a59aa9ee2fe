import { once } from 'node:events'
import Anthropic from '@anthropic-ai/sdk'
import { EventSource } from 'eventsource'
import OpenAI from 'openai'
import { describe, expect } from 'vitest'
import { type Recorder, recordedFetch, withCassette } from '../../../src/index.ts'
import { loadCassette } from '../../support/load-cassette.ts'
import { stream } from '../../support/loopback.ts'
import { test } from '../../support/test.ts'

const words = ['Two', ' and', ' two', ' is', ' four', '.']

/** A client of a model that streams its answer. */
interface Model {
  readonly name: string
  readonly events: readonly string[]
  /** The pieces of the answer, as they come; goes away after so many. */
  ask(url: string, through: typeof fetch | undefined, leaveAfter?: number): Promise<string[]>
}

const openai: Model = {
  name: 'openai',
  events: [
    ...words.map((content) => data({ choices: [{ index: 0, delta: { content } }] })),
    'data: [DONE]\n\n',
  ],
  async ask(url, send, leaveAfter) {
    const client = new OpenAI({
      baseURL: url,
      apiKey: 'k',
      maxRetries: 0,
      ...(send && { fetch: send }),
    })
    const answer = await client.chat.completions.create({
      model: 'm',
      stream: true,
      messages: [{ role: 'user', content: 'What is 2+2?' }],
    })
    return collect(answer, (chunk) => chunk.choices[0]?.delta.content, leaveAfter)
  },
}

const anthropic: Model = {
  name: '@anthropic-ai/sdk',
  events: [
    typed({
      type: 'message_start',
      message: { id: 'm', role: 'assistant', content: [], usage: {} },
    }),
    typed({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    ...words.map((text) =>
      typed({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
    ),
    typed({ type: 'content_block_stop', index: 0 }),
    typed({ type: 'message_stop' }),
  ],
  async ask(url, send, leaveAfter) {
    const client = new Anthropic({
      baseURL: url,
      apiKey: 'k',
      maxRetries: 0,
      ...(send && { fetch: send }),
    })
    const answer = await client.messages.create({
      model: 'm',
      max_tokens: 9,
      stream: true,
      messages: [{ role: 'user', content: 'What is 2+2?' }],
    })
    const textOf = (event: Anthropic.MessageStreamEvent) =>
      event.type === 'content_block_delta' && event.delta.type === 'text_delta'
        ? event.delta.text
        : undefined
    return collect(answer, textOf, leaveAfter)
  },
}

const fresh = { env: {} }
const ways = [
  { way: 'tapped', through: () => undefined },
  { way: 'with recordedFetch()', through: (recorder: Recorder) => recordedFetch(recorder) },
]

describe.each([openai, anthropic])('$name', (model) => {
  describe.each(ways)('$way', ({ through }) => {
    test('streams its answer, recorded once and replayed in the same chunks', async ({
      server,
      cassettePath,
    }) => {
      server.reply(stream(model.events, { everyMs: 10 }))
      const ask = () =>
        withCassette(cassettePath, fresh, (recorder) => model.ask(server.url, through(recorder)))
      const live = await ask()
      await server.stop()

      const { interactions } = loadCassette(cassettePath)
      expect(live).toEqual(words)
      expect(interactions).toHaveLength(1)
      const chunks = interactions[0]!.response.chunks!.filter(({ bytes }) => bytes > 0)
      expect(chunks).toHaveLength(model.events.length)
      expect(await ask()).toEqual(words)
    })

    test('goes away in mid-stream, and the server learns of it', async ({
      server,
      cassettePath,
    }) => {
      const gone = new Promise((resolve) => {
        server.reply((request, response) => {
          response.once('close', resolve)
          stream(model.events.slice(0, 5), { everyMs: 5, isEndless: true })(request, response)
        })
      })
      const ask = () =>
        withCassette(cassettePath, fresh, (recorder) => model.ask(server.url, through(recorder), 2))
      const live = await ask()
      await gone
      await server.stop()

      expect(live).toEqual(words.slice(0, 2))
      expect(loadCassette(cassettePath).interactions[0]!.response.error).toBe('ABORT_ERR')
      expect(await ask()).toEqual(live)
    })
  })
})

test('eventsource gets its events, live and replayed', async ({ server, cassettePath }) => {
  server.reply(
    stream(
      words.map((word) => data({ word })),
      { everyMs: 10, isEndless: true },
    ),
  )
  const listen = () =>
    withCassette(cassettePath, fresh, async () => {
      const source = new EventSource(server.url)
      const got: string[] = []
      source.addEventListener('message', (event) => {
        got.push((JSON.parse(event.data as string) as { word: string }).word)
        if (got.length === words.length) source.dispatchEvent(new Event('enough'))
      })
      await once(source as never, 'enough')
      source.close()
      return got
    })
  const live = await listen()
  await server.stop()

  expect(live).toEqual(words)
  expect(await listen()).toEqual(words)
})

function data(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`
}

function typed(event: { readonly type: string; readonly [name: string]: unknown }): string {
  return `event: ${event.type}\n${data(event)}`
}

async function collect<Event>(
  events: AsyncIterable<Event>,
  textOf: (event: Event) => string | null | undefined,
  leaveAfter = Infinity,
): Promise<string[]> {
  const texts: string[] = []
  for await (const event of events) {
    const text = textOf(event)
    if (typeof text === 'string') texts.push(text)
    if (texts.length === leaveAfter) break
  }
  return texts
}
