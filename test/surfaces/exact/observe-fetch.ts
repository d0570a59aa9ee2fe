import { NodesAgent } from '../../support/nodes-agent.ts'
import * as undici from 'undici'
import { type Doing, type Observed, type Observer, errorFacts, take } from './observed.ts'

type Fetch = (url: string, init: object) => Promise<Response>

/** A fetch, with everything that its response tells. */
export function observeFetch(
  name: string,
  open: () => { send: Fetch; close(): Promise<void> },
): Observer {
  return {
    name,
    open() {
      const opened = open()
      return { observe: (doing) => observe(opened.send, doing), close: () => opened.close() }
    },
  }
}

export const builtInFetch: Observer = fetchOver('the built-in fetch', (send) => send)

/** The built-in fetch with connections of its own, and what is put over it. */
export function fetchOver(name: string, over: (send: typeof fetch) => typeof fetch): Observer {
  return observeFetch(name, () => {
    const dispatcher = new NodesAgent()
    const send: typeof fetch = (url, init) => fetch(url, { ...init, dispatcher } as object)
    return { send: over(send), close: () => dispatcher.destroy() }
  })
}

export const undiciFetch: Observer = observeFetch("undici's fetch", () => {
  const dispatcher = new undici.Agent()
  return {
    send: (url, init) => undici.fetch(url, { ...init, dispatcher }),
    close: () => dispatcher.destroy(),
  }
})

async function observe(send: Fetch, doing: Doing): Promise<Observed> {
  const { url, method, headers = {}, body, leaveAfter = Infinity, follows } = doing
  const chunks: string[] = []
  const abort = new AbortController()
  const pairs = Object.entries(headers).flatMap(([key, value]) =>
    [value].flat().map((one) => [key, one]),
  )
  let head: unknown
  let error: unknown
  let bodyUsed: boolean | undefined
  try {
    const response = await send(url, {
      method,
      headers: pairs,
      body: body?.(),
      duplex: body === undefined ? undefined : 'half',
      redirect: follows ? 'follow' : 'manual',
      // Not any() of both: on Node 20 a timeout is forgotten with its signal, and any() does not hold that.
      signal: doing.timeoutMs === undefined ? abort.signal : AbortSignal.timeout(doing.timeoutMs),
    })
    head = headOf(response)
    doing.progress.head()
    if (doing.leavesBody) return { head, chunks }
    for await (const bytes of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      take(bytes, chunks, doing)
      if (chunks.length === leaveAfter) abort.abort()
    }
    bodyUsed = response.bodyUsed
  } catch (failure) {
    error = failure
  }
  return {
    head,
    chunks,
    error: errorFacts(error),
    more: { bodyUsed, cookies: undefined },
  }
}

function headOf(response: Response): unknown {
  const { status, statusText, ok, url, redirected, type, headers, body } = response
  const fields = [...headers].filter(([name]) => name !== 'date')
  const cookies = headers.getSetCookie()
  return { status, statusText, ok, url, redirected, type, fields, cookies, hasBody: body !== null }
}
