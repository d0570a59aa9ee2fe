import http from 'node:http'
import https from 'node:https'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { type Doing, type Observed, type Observer, errorFacts, take } from './observed.ts'

const ofRequest = [
  'socket',
  'finish',
  'continue',
  'information',
  'response',
  'timeout',
  'error',
  'close',
]
const ofResponse = ['data', 'end', 'aborted', 'error', 'close']

/** node:http and node:https, with everything that their objects tell. */
export const nodeHttp: Observer = {
  name: 'node:http',
  open() {
    const options = { keepAlive: true, rejectUnauthorized: true }
    const agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) }
    return {
      observe: (doing) => observe(doing, agents),
      close: async () => Object.values(agents).forEach((agent) => agent.destroy()),
    }
  },
}

async function observe(doing: Doing, agents: Record<string, http.Agent>): Promise<Observed> {
  const { url, method = 'GET', headers, body, leaveAfter = Infinity } = doing
  const { protocol } = new URL(url)
  const chunks: string[] = []
  const events = { request: [] as string[], response: [] as string[] }
  const expects = doing.expects ? { Expect: '100-continue' } : {}
  const options = { method, headers: { ...headers, ...expects }, agent: agents[protocol] }
  const request = (protocol === 'https:' ? https : http).request(url, options as object)
  for (const name of ofRequest) request.on(name, () => events.request.push(name))
  const informed: unknown[] = []
  request.on('information', ({ statusCode, rawHeaders }) => informed.push(statusCode, rawHeaders))
  if (doing.timeoutMs !== undefined) {
    request.setTimeout(doing.timeoutMs, () => request.destroy(new Error('took too long')))
  }
  let error: unknown
  let head: unknown
  request.on('error', (failure) => (error ??= failure))
  const closed = once(request, 'close').catch(() => undefined)
  const answered = new Promise<http.IncomingMessage | undefined>((resolve) => {
    request.once('response', resolve)
    request.once('close', () => resolve(undefined))
  })
  if (doing.expects) request.once('continue', () => void send(request, body))
  else void send(request, body)
  const response = await answered
  if (response !== undefined) {
    for (const name of ofResponse) response.on(name, () => events.response.push(name))
    const { statusCode, statusMessage, httpVersion, rawHeaders } = response
    head = { statusCode, statusMessage, httpVersion, rawHeaders: sure(rawHeaders) }
    doing.progress.head()
    response.on('error', (failure) => (error ??= failure))
    response.on('data', (bytes: Buffer) => {
      take(bytes, chunks, doing)
      if (chunks.length === leaveAfter) request.destroy()
    })
    await once(response, 'close').catch(() => undefined)
  }
  await closed
  const { socket, reusedSocket, writableFinished, aborted } = request
  return {
    head,
    chunks,
    trailers: response?.rawTrailers,
    error: errorFacts(error),
    events: { ...events, response: withoutRepeats(events.response) },
    more: {
      informed,
      reusedSocket,
      writableFinished,
      aborted,
      complete: response?.complete,
      encrypted: socket !== null && 'encrypted' in socket,
    },
  }
}

async function send(request: http.ClientRequest, body: Doing['body']): Promise<void> {
  const given = body?.()
  if (given === undefined) return void request.end()
  if (typeof given === 'string' || given instanceof Uint8Array) return void request.end(given)
  if (given instanceof FormData || given instanceof URLSearchParams) {
    const encoded = new Response(given)
    request.setHeader('content-type', 'multipart/form-data; boundary=x')
    return void request.end(Buffer.from(await encoded.arrayBuffer()))
  }
  Readable.from(given).pipe(request)
}

/** Without what differs from run to run. */
function sure(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, index) => rawHeaders[index - (index % 2)] !== 'Date')
}

function withoutRepeats(names: readonly string[]): string[] {
  return names.filter((name, index) => name !== names[index - 1])
}
