import { type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A service on this machine that answers like a language model: word by word, with pauses. */
export interface Upstream {
  readonly url: string
  stop(): Promise<void>
}

/** What it says, and how many milliseconds it lets pass before each piece. */
const script: readonly (readonly [number, string])[] = [
  [240, 'A cassette'],
  [45, ' keeps'],
  [30, ' the words'],
  [60, ' of a stream,'],
  [35, ' and when'],
  [40, ' each of them'],
  [55, ' came.'],
  [420, ' Even'],
  [35, ' the pauses'],
  [50, ' are there'],
  [40, ' when it'],
  [30, ' plays'],
  [45, ' again.'],
]

const beforeHeadersMs = 150

/** Starts the service on a port that is free. */
export async function startUpstream(): Promise<Upstream> {
  const server = createServer((request, response) => {
    request.resume()
    request.once('end', () => {
      if (request.method === 'POST') setTimeout(() => answer(response), beforeHeadersMs)
      else response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answer(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.flushHeaders()
  const rest = [...script]
  const next = (): void => {
    const piece = rest.shift()
    if (piece === undefined) return finish(response)
    setTimeout(() => {
      response.write(event({ choices: [{ index: 0, delta: { content: piece[1] } }] }))
      next()
    }, piece[0])
  }
  next()
}

function finish(response: ServerResponse): void {
  const usage = { prompt_tokens: 12, completion_tokens: script.length }
  response.write(event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage }))
  response.end('data: [DONE]\n\n')
}

function event(payload: object): string {
  const head = { object: 'chat.completion.chunk', model: 'demo-1' }
  return `data: ${JSON.stringify({ ...head, ...payload })}\n\n`
}
