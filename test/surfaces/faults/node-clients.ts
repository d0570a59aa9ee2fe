import http from 'node:http'
import https from 'node:https'
import { finished } from 'node:stream'
import axios from 'axios'
import { got } from 'got'
import nodeFetch from 'node-fetch'
import { type Client, ca, openFetch, reading, withSignal } from './client.ts'

const ofRequest = ['socket', 'finish', 'response', 'abort', 'timeout', 'error', 'close']
const ofResponse = ['end', 'aborted', 'error', 'close']

const node: Client = {
  name: 'node:http and node:https',
  async ask(url, notes, wish) {
    const { request } = url.startsWith('https') ? https : http
    const agent = new (url.startsWith('https') ? https : http).Agent({
      keepAlive: true,
      ...wish.connection,
    })
    const sending = request(url, { ca: [...ca], agent, ...wish.options, ...withSignal(wish) })
    for (const name of ofRequest) sending.on(name, () => notes.event(name))
    sending.on('error', (error) => notes.error(error))
    sending.on('timeout', () => sending.destroy(new Error('timed out')))
    sending.on('response', (response) => {
      notes.head(response.statusCode, response.statusMessage)
      for (const name of ofResponse) response.on(name, () => notes.event(`response ${name}`))
      response.on('error', (error) => notes.error(error))
      response.on('data', (bytes) => notes.data(bytes))
      response.on('close', () => notes.event(`complete ${response.complete}`))
    })
    sending.end()
    await new Promise((resolve) => sending.once('close', resolve))
    await new Promise((resolve) => setImmediate(resolve))
    notes.event(`destroyed ${sending.destroyed} reused ${sending.reusedSocket}`)
    agent.destroy()
  },
}

function overAxios(name: string, adapter: 'http' | 'fetch', more: object): Client {
  return {
    name,
    async ask(url, notes, wish) {
      const { send, close } = openFetch(wish)
      const httpsAgent = new https.Agent({ ca: [...ca], keepAlive: true })
      const httpAgent = new http.Agent({ keepAlive: true })
      try {
        const response = await axios.request<AsyncIterable<Uint8Array>>({
          url,
          adapter,
          httpAgent,
          httpsAgent,
          env: { fetch: send },
          ...more,
          ...wish.options,
          ...withSignal(wish),
        } as object)
        notes.head(response.status)
        if (typeof response.data === 'string') notes.data(response.data)
        else await reading(response.data, notes)
        notes.event('end')
      } catch (error) {
        notes.error(error)
      }
      httpAgent.destroy()
      httpsAgent.destroy()
      await close()
    },
  }
}

const agents = () => ({
  http: new http.Agent({ keepAlive: true }),
  https: new https.Agent({ keepAlive: true }),
})

const gotStream: Client = {
  name: 'got.stream',
  async ask(url, notes, wish) {
    const agent = agents()
    const stream = got.stream(url, {
      https: { certificateAuthority: [...ca] },
      agent,
      retry: { limit: 0 },
      ...wish.options,
      ...withSignal(wish),
    } as object)
    for (const name of ['end', 'close', 'redirect', 'retry'])
      stream.on(name, () => notes.event(name))
    stream.on('response', (response: http.IncomingMessage) => notes.head(response.statusCode))
    stream.on('data', (bytes) => notes.data(bytes))
    stream.on('error', (error) => notes.error(error))
    await new Promise<void>((resolve) => finished(stream, { writable: false }, () => resolve()))
    await new Promise((resolve) => setImmediate(resolve))
    for (const one of Object.values(agent)) one.destroy()
  },
}

const gotPromise: Client = {
  name: 'got with two retries',
  async ask(url, notes, wish) {
    const agent = agents()
    const retry = {
      limit: 2,
      calculateDelay: ({ attemptCount, error }: { attemptCount: number; error: Error }) => {
        notes.error(error)
        return attemptCount > 2 ? 0 : 1
      },
    }
    try {
      const response = await got(url, {
        https: { certificateAuthority: [...ca] },
        agent,
        retry,
        ...wish.options,
        ...withSignal(wish),
      } as object)
      notes.head(response.statusCode)
      notes.data(response.body)
    } catch (error) {
      notes.error(error)
    }
    for (const one of Object.values(agent)) one.destroy()
  },
}

const nodesFetch: Client = {
  name: 'node-fetch',
  async ask(url, notes, wish) {
    const agent = url.startsWith('https')
      ? new https.Agent({ ca: [...ca], keepAlive: true })
      : new http.Agent({ keepAlive: true })
    try {
      const response = await nodeFetch(url, {
        agent,
        ...wish.options,
        ...withSignal(wish),
      })
      notes.head(response.status, response.statusText)
      await reading(response.body as AsyncIterable<Uint8Array>, notes)
      notes.event('end')
    } catch (error) {
      notes.error(error)
    }
    agent.destroy()
  },
}

export const nodeClients: readonly Client[] = [
  node,
  overAxios('axios', 'http', { responseType: 'stream', maxRedirects: 0 }),
  overAxios('axios, whole', 'http', {}),
  overAxios('axios over fetch', 'fetch', { responseType: 'stream' }),
  overAxios('axios over fetch, whole', 'fetch', {}),
  gotStream,
  gotPromise,
  nodesFetch,
]
