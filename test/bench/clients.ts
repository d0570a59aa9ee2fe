import http from 'node:http'
import type { Recorder } from '../../src/index.ts'

/** Gets a URL and reads its body. @returns the number of bytes */
export type Get = (url: string) => Promise<number>

/** A client as a program uses it. */
export interface Client {
  readonly name: string
  /** Makes it ready, with a recorder where something is to see its requests. */
  open(recorder?: Recorder): Promise<{ readonly get: Get; close(): Promise<void> }>
}

/** The built-in fetch. */
export const builtInFetch: Client = {
  name: 'fetch',
  async open(recorder) {
    recorder?.install()
    return { get: getBy(fetch), async close() {} }
  },
}

/** A fetch that is given a recorder by hand. */
export const byHand: Client = {
  name: 'recordedFetch',
  async open(recorder) {
    const { recordedFetch } = await import('../../src/surfaces/fetch.ts')
    return {
      get: getBy(recorder === undefined ? fetch : recordedFetch(recorder)),
      async close() {},
    }
  },
}

/** The `request` of npm's undici over an agent of its own. */
export const undiciRequest: Client = {
  name: 'undici.request',
  async open(recorder) {
    const { Agent, request } = await import('undici')
    recorder?.install()
    const dispatcher = new Agent()
    return {
      get: async (url) => lengthOf((await request(url, { dispatcher })).body),
      close: () => dispatcher.close(),
    }
  },
}

/** `http.get` over an agent that keeps its connections. */
export const nodeHttp: Client = {
  name: 'node:http',
  async open(recorder) {
    recorder?.install()
    const agent = new http.Agent({ keepAlive: true })
    const get: Get = (url) =>
      new Promise((resolve, reject) => {
        const asked = http.get(url, { agent }, (response) => {
          let bytes = 0
          response.on('data', (piece: Buffer) => (bytes += piece.length))
          response.once('end', () => resolve(bytes))
          response.once('error', reject)
        })
        asked.once('error', reject)
      })
    return { get, close: async () => agent.destroy() }
  },
}

function getBy(send: typeof fetch): Get {
  return async (url) => {
    const { body } = await send(url)
    return body === null ? 0 : lengthOf(body)
  }
}

async function lengthOf(body: AsyncIterable<Uint8Array>): Promise<number> {
  let length = 0
  for await (const piece of body) length += piece.length
  return length
}
