import Anthropic from '@anthropic-ai/sdk'
import { EventSource } from 'eventsource'
import OpenAI from 'openai'
import { type Client, openFetch, withSignal } from './client.ts'

const messages = [{ role: 'user' as const, content: 'What is 2+2?' }]

function overOpenai(name: string, more: object): Client {
  return {
    name,
    async ask(url, notes, wish) {
      const { send, close } = openFetch(wish)
      const client = new OpenAI({
        baseURL: url,
        apiKey: 'k',
        fetch: send,
        maxRetries: 0,
        ...more,
        ...wish.options,
      })
      try {
        const answer = await client.chat.completions.create(
          { model: 'm', stream: true, messages },
          withSignal(wish),
        )
        notes.head()
        for await (const event of answer) notes.data(JSON.stringify(event))
        notes.event('end')
      } catch (error) {
        notes.error(error)
      }
      await close()
    },
  }
}

const openaiWhole: Client = {
  name: 'openai without a stream',
  async ask(url, notes, wish) {
    const { send, close } = openFetch(wish)
    const client = new OpenAI({
      baseURL: url,
      apiKey: 'k',
      fetch: send,
      maxRetries: 0,
      ...wish.options,
    })
    try {
      const answer = await client.chat.completions.create(
        { model: 'm', messages },
        withSignal(wish),
      )
      notes.data(JSON.stringify(answer))
    } catch (error) {
      notes.error(error)
    }
    await close()
  },
}

const anthropic: Client = {
  name: '@anthropic-ai/sdk',
  async ask(url, notes, wish) {
    const { send, close } = openFetch(wish)
    const client = new Anthropic({
      baseURL: url,
      apiKey: 'k',
      fetch: send,
      maxRetries: 0,
      ...wish.options,
    })
    try {
      const answer = await client.messages.create(
        { model: 'm', max_tokens: 9, stream: true, messages },
        withSignal(wish),
      )
      notes.head()
      for await (const event of answer) notes.data(JSON.stringify(event))
      notes.event('end')
    } catch (error) {
      notes.error(error)
    }
    await close()
  },
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
  overOpenai('openai', {}),
  overOpenai('openai with a retry', { maxRetries: 1 }),
  openaiWhole,
  anthropic,
  eventSource,
]
