import Anthropic from '@anthropic-ai/sdk'
import { EventSource } from 'eventsource'
import OpenAI from 'openai'
import { type Client, type Notes, type Wish, openFetch, overFetch, withSignal } from './client.ts'

const messages = [{ role: 'user' as const, content: 'What is 2+2?' }]

function overOpenai(name: string, retries: number): Client {
  return overFetch(name, async (send, url, notes, wish) => {
    const answer = await openaiOver(send, url, retries, wish).chat.completions.create(
      { model: 'm', stream: true, messages },
      withSignal(wish),
    )
    await hear(answer, notes)
  })
}

const openaiWhole = overFetch('openai without a stream', async (send, url, notes, wish) => {
  const answer = await openaiOver(send, url, 0, wish).chat.completions.create(
    { model: 'm', messages },
    withSignal(wish),
  )
  notes.data(JSON.stringify(answer))
})

function openaiOver(send: typeof fetch, url: string, maxRetries: number, wish: Wish): OpenAI {
  return new OpenAI({ baseURL: url, apiKey: 'k', fetch: send, maxRetries, ...wish.options })
}

const anthropic = overFetch('@anthropic-ai/sdk', async (send, url, notes, wish) => {
  const given = { baseURL: url, apiKey: 'k', fetch: send, maxRetries: 0, ...wish.options }
  const answer = await new Anthropic(given).messages.create(
    { model: 'm', max_tokens: 9, stream: true, messages },
    withSignal(wish),
  )
  await hear(answer, notes)
})

async function hear(events: AsyncIterable<unknown>, notes: Notes): Promise<void> {
  notes.head()
  for await (const event of events) notes.data(JSON.stringify(event))
  notes.event('end')
}

const eventSource: Client = {
  name: 'eventsource',
  async ask(url, notes, wish) {
    const { send, close } = openFetch(wish)
    const source = new EventSource(url, { fetch: send })
    source.addEventListener('open', () => notes.event('open'))
    source.addEventListener('message', ({ data }) => notes.data(data))
    await new Promise<void>((resolve) => {
      source.addEventListener('error', (event) => {
        notes.event(
          `error ${String(event.code)} ${String(event.message).replaceAll(/:\d+/g, ':PORT')}`,
        )
        notes.event(`state ${source.readyState}`)
        resolve()
      })
    })
    source.close()
    await close()
  },
}

export const sdkClients: readonly Client[] = [
  overOpenai('openai', 0),
  overOpenai('openai with a retry', 1),
  openaiWhole,
  anthropic,
  eventSource,
]
