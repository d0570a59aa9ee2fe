import http from 'node:http'
import { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import axios from 'axios'
import * as undici from 'undici'

/** Asks for a path. The answer is the text that came. @param early - Called when the first of it has */
export type Asking = (path: string, early: () => void) => Promise<string>

/** What a request is: the answers that the server gives to it. */
export type Kind = 'plain' | 'slow' | 'stream' | 'redirect' | 'busy first'

export interface SharedClient {
  readonly kinds: readonly Kind[]
  readonly ask: Asking
}

const simple: readonly Kind[] = ['plain', 'slow', 'stream']

/** Clients that all scopes share, with their connections. */
export function openClients(url: string): {
  readonly clients: Readonly<Record<string, SharedClient>>
  readonly close: () => Promise<void>
} {
  const pool = new undici.Pool(url, { connections: 1, pipelining: 1 })
  const client = new undici.Client(url, { pipelining: 1 })
  const agent = new undici.Agent({ connections: 2 })
  const retrying = new undici.RetryAgent(agent, { minTimeout: 1, maxTimeout: 2 })
  const redirecting = agent.compose(undici.interceptors.redirect({ maxRedirections: 1 }))
  const one = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const many = new http.Agent({ keepAlive: true, maxSockets: 3 })
  const clients: Record<string, SharedClient> = {
    fetch: { kinds: [...simple, 'redirect'], ask: askFetch(fetch) },
    'fetch that sends': { kinds: simple, ask: askFetch(fetch, sending) },
    'undici.fetch': {
      kinds: [...simple, 'redirect'],
      ask: askFetch(undici.fetch as unknown as typeof fetch, () => ({ dispatcher: agent })),
    },
    agent: { kinds: simple, ask: askUndici(agent) },
    retrying: { kinds: [...simple, 'busy first'], ask: askUndici(retrying) },
    redirecting: { kinds: ['redirect', 'plain'], ask: askUndici(redirecting) },
    'undici.stream': { kinds: simple, ask: askStream(pool) },
    'http over three sockets': { kinds: simple, ask: askHttp(many) },
    'http that sends': { kinds: simple, ask: askHttp(one, true) },
    axios: { kinds: [...simple, 'redirect'], ask: askAxios(many) },
  }
  const close = async (): Promise<void> => {
    one.destroy()
    many.destroy()
    await Promise.all([pool.close(), client.close(), agent.close()])
  }
  return { clients: on(url, clients), close }
}

function on(url: string, clients: Record<string, SharedClient>): Record<string, SharedClient> {
  const whole = Object.entries(clients).map(([name, { ask, ...rest }]) => {
    const asked: Asking = (path, early) => ask(`${url}${path}`, early)
    return [name, { ...rest, ask: asked }] as const
  })
  return Object.fromEntries(whole)
}

async function* pieces(): AsyncGenerator<Uint8Array> {
  for (const piece of ['one ', 'two']) {
    await new Promise(setImmediate)
    yield Buffer.from(piece)
  }
}

const sending = (): object => ({
  method: 'POST',
  body: Readable.toWeb(Readable.from(pieces())),
  duplex: 'half',
})

function askFetch(send: typeof fetch, more: () => object = () => ({})): Asking {
  return async (url, early) => {
    const response = await send(url, more())
    return reading(response.body as unknown as AsyncIterable<Uint8Array>, early)
  }
}

function askUndici(dispatcher: undici.Dispatcher): Asking {
  return async (url, early) => {
    const { body } = await undici.request(url, { dispatcher })
    return reading(body, early)
  }
}

function askStream(dispatcher: undici.Dispatcher): Asking {
  return async (url, early) => {
    const taken: Buffer[] = []
    const sink = new Writable({
      write(piece: Buffer, _encoding, done) {
        if (taken.length === 0) early()
        taken.push(piece)
        done()
      },
    })
    await undici.stream(url, { dispatcher, method: 'GET' }, () => sink)
    return Buffer.concat(taken).toString()
  }
}

function askHttp(agent: http.Agent, sends = false): Asking {
  return (url, early) =>
    new Promise((resolve, reject) => {
      const request = http.request(url, { agent, method: sends ? 'POST' : 'GET' }, (response) => {
        response.once('data', early)
        text(response).then(resolve, reject)
      })
      request.once('error', reject)
      if (sends) Readable.from(pieces()).pipe(request)
      else request.end()
    })
}

function askAxios(agent: http.Agent): Asking {
  return async (url, early) => {
    const { data } = await axios.get<Readable>(url, { httpAgent: agent, responseType: 'stream' })
    data.once('data', early)
    return text(data)
  }
}

async function reading(body: AsyncIterable<Uint8Array>, early: () => void): Promise<string> {
  const taken: Uint8Array[] = []
  for await (const piece of body) {
    if (taken.length === 0) early()
    taken.push(piece)
  }
  return Buffer.concat(taken).toString()
}
