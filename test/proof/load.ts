import { Agent, type IncomingMessage, type RequestListener, request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { sse, stream } from '../support/loopback.ts'

const bodies = {
  length: Buffer.from('x'.repeat(2_000)),
  gzip: gzipSync('{"zipped":true}'.repeat(100)),
} as const

const streamed = stream(sse(5), { everyMs: 2 })

/** Answers a request by the kind that its path begins with. */
export const answerByKind: RequestListener = (incoming, response) => {
  switch (kindOf(incoming.url ?? '')) {
    case 'stream':
      return streamed(incoming, response)
    case 'length':
      response.setHeader('content-length', bodies.length.length)
      return void response.end(bodies.length)
    case 'gzip':
      response.writeHead(200, { 'content-encoding': 'gzip' })
      return void response.end(bodies.gzip)
    case 'empty':
      return void response.writeHead(204).end()
    default:
      response.setHeader('content-length', 5)
      return void response.end('hello')
  }
}

const kinds = ['stream', 'length', 'gzip', 'empty', 'head'] as const
const workers = 10

/** Clients that ask for one path after the other, and remember of which they saw the end. */
export class Load {
  /** The paths whose answers were seen to their end. */
  readonly ended: string[] = []
  readonly #agent = new Agent({ keepAlive: true, maxSockets: workers })
  readonly #working: Promise<void>[]
  #count = 0
  #isOver = false

  /** @param url - What the clients ask. */
  constructor(url: string) {
    this.#working = Array.from({ length: workers }, () => this.#work(url))
  }

  /** Waits until no client waits for anything. Call it once the server is gone. */
  async over(): Promise<void> {
    this.#isOver = true
    await Promise.all(this.#working)
    this.#agent.destroy()
  }

  async #work(url: string): Promise<void> {
    while (!this.#isOver) {
      const number = this.#count++
      const path = `/${kinds[number % kinds.length]}/${number}`
      if (!(await this.#ask(url, path))) return
    }
  }

  /** @returns whether the server still answers. */
  #ask(url: string, path: string): Promise<boolean> {
    const method = kindOf(path) === 'head' ? 'HEAD' : 'GET'
    return new Promise((resolve) => {
      const asking = request(`${url}${path}`, { method, agent: this.#agent })
      asking.once('error', () => resolve(false))
      asking.once('response', (response) => {
        // A recorder that saves refuses what still comes.
        if (response.statusCode === 424)
          return void response.resume().once('close', () => resolve(false))
        watchEnd(response, method, () => this.ended.push(path))
        response.on('error', () => {}).once('close', () => resolve(response.complete))
      })
      asking.end()
    })
  }
}

/** Tells the end at the very first moment at which a client can know it. */
function watchEnd(response: IncomingMessage, method: string, ended: () => void): void {
  if (method === 'HEAD' || response.statusCode === 204) {
    ended()
    return void response.resume()
  }
  let missing = Number(response.headers['content-length'] ?? Number.NaN)
  if (Number.isNaN(missing)) response.once('end', ended)
  response.on('data', (bytes: Buffer) => {
    missing -= bytes.length
    if (missing === 0) ended()
  })
}

function kindOf(path: string): string {
  return path.split('/')[1] ?? ''
}
