import * as undici from 'undici'
import { type Doing, type Observed, type Observer, errorFacts, take } from './observed.ts'

/** undici.request, with raw headers, what comes before the response, and trailers. */
export const undiciRequest: Observer = undiciOver((dispatcher) => dispatcher)

/** undici.request with connections of its own, and what is put over them. */
export function undiciOver(over: (dispatcher: undici.Dispatcher) => undici.Dispatcher): Observer {
  return {
    name: 'undici.request',
    open() {
      const agent = new undici.Agent()
      const dispatcher = over(agent)
      return {
        observe: (doing) => observe(doing, dispatcher),
        close: () => agent.destroy(),
      }
    },
  }
}

async function observe(doing: Doing, dispatcher: undici.Dispatcher): Promise<Observed> {
  const { url, method = 'GET', headers, body, leaveAfter = Infinity, timeoutMs } = doing
  const chunks: string[] = []
  const abort = new AbortController()
  const informed: unknown[] = []
  let head: unknown
  let error: unknown
  let trailers: unknown
  try {
    const given = body?.()
    const response = await undici.request(url, {
      method: method as 'GET',
      headers: headers as Record<string, string>,
      body: (given instanceof URLSearchParams ? String(given) : given) as string,
      signal: abort.signal,
      dispatcher,
      responseHeaders: 'raw',
      onInfo: (info) => informed.push(info.statusCode, info.headers),
      ...(timeoutMs !== undefined && { bodyTimeout: timeoutMs, headersTimeout: timeoutMs }),
    })
    const { statusCode, statusText } = response
    head = { statusCode, statusText, headers: sure(response.headers as never) }
    doing.progress.head()
    for await (const bytes of response.body) {
      take(bytes, chunks, doing)
      if (chunks.length === leaveAfter) abort.abort()
    }
    trailers = response.trailers
  } catch (failure) {
    error = failure
  }
  return {
    head,
    chunks,
    trailers,
    error: errorFacts(error),
    more: { informed },
  }
}

function sure(raw: readonly (Buffer | string)[]): string[] {
  const texts = raw.map((text) => (typeof text === 'string' ? text : text.toString('latin1')))
  return texts.filter((_, index) => texts[index - (index % 2)] !== 'Date')
}
