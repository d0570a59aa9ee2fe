import { Writable, finished } from 'node:stream'
import * as undici from 'undici'
import {
  type Client,
  type Wish,
  ca,
  overFetch,
  reading,
  undiciAgent,
  withSignal,
} from './client.ts'

const builtIn = overFetch('fetch', async (send, url, notes, wish) => {
  const response = await send(url, { ...wish.options, ...withSignal(wish) })
  notes.head(response.status, response.statusText)
  await reading(response.body, notes)
  notes.event('end')
})

const undiciFetch: Client = {
  name: 'undici.fetch',
  async ask(url, notes, wish) {
    const dispatcher = undiciAgent(wish)
    try {
      const response = await undici.fetch(url, {
        ...wish.options,
        ...withSignal(wish),
        dispatcher,
      })
      notes.head(response.status, response.statusText)
      await reading(response.body, notes)
      notes.event('end')
    } catch (error) {
      notes.error(error)
    }
    await dispatcher.destroy()
  },
}

function overUndici(name: string, open: (url: string, wish: Wish) => undici.Dispatcher): Client {
  return {
    name,
    async ask(url, notes, wish) {
      const dispatcher = open(url, wish)
      try {
        const response = await undici.request(url, {
          ...wish.options,
          ...withSignal(wish),
          dispatcher,
        })
        notes.head(response.statusCode)
        for (const name of ['end', 'error', 'close', 'aborted']) {
          response.body.on(name, () => notes.event(`body ${name}`))
        }
        await reading(response.body, notes)
      } catch (error) {
        notes.error(error)
      }
      await dispatcher.destroy()
    },
  }
}

const undiciStream: Client = {
  name: 'undici.stream',
  async ask(url, notes, wish) {
    const dispatcher = undiciAgent(wish)
    try {
      const given = { method: 'GET', ...wish.options, ...withSignal(wish), dispatcher } as const
      await undici.stream(url, given, ({ statusCode }) => {
        notes.head(statusCode)
        const writable = new Writable({
          write(bytes, _encoding, done) {
            notes.data(bytes)
            done()
          },
        })
        writable.on('error', (error) => notes.error(error))
        for (const name of ['finish', 'close']) writable.on(name, () => notes.event(name))
        return writable
      })
      notes.event('end')
    } catch (error) {
      notes.error(error)
    }
    await dispatcher.destroy()
  },
}

const undiciPipeline: Client = {
  name: 'undici.pipeline',
  async ask(url, notes, wish) {
    const dispatcher = undiciAgent(wish)
    const given = { method: 'GET', ...wish.options, ...withSignal(wish), dispatcher } as const
    const duplex = undici.pipeline(url, given, ({ statusCode, body }) => {
      notes.head(statusCode)
      return body
    })
    for (const name of ['end', 'close']) duplex.on(name, () => notes.event(name))
    duplex.on('data', (bytes) => notes.data(bytes))
    duplex.on('error', (error) => notes.error(error))
    await new Promise<void>((resolve) => {
      finished(duplex, () => resolve())
      duplex.end()
    })
    await dispatcher.destroy()
  },
}

export const undiciClients: readonly Client[] = [
  builtIn,
  undiciFetch,
  overUndici('undici.request', (_url, wish) => undiciAgent(wish)),
  overUndici('a Client of undici', (url, wish) => {
    const connect = { ca: [...ca], timeout: 500 }
    return new undici.Client(new URL(url).origin, { connect, ...wish.connection })
  }),
  overUndici('a RetryAgent of undici', (_url, wish) => {
    return new undici.RetryAgent(undiciAgent(wish), { maxRetries: 2, minTimeout: 1 })
  }),
  undiciStream,
  undiciPipeline,
]
