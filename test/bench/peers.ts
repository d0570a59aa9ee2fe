import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RecordedItems, fetchesOf, recordedItems } from './recorded-items.ts'
import type { Setup } from './row.ts'

// Each peer gets its best arrangement: where it would walk a list of handlers, it has one handler and a Map.

/** Makes ready how a client gets the text at a URL. */
type OpenText = () => Promise<(url: string) => Promise<string>>

const undiciFetchText: OpenText = async () => {
  const { fetch } = await import('undici')
  return async (url) => (await fetch(url)).text()
}

const fetchText = async (url: string): Promise<string> => (await fetch(url)).text()

/** What fetch itself sends. */
const ofFetch = {
  accept: '*/*',
  'accept-language': '*',
  'sec-fetch-mode': 'cors',
  'user-agent': 'undici',
  'accept-encoding': 'br, gzip, deflate',
}

const json = { 'content-type': 'application/json' }

/** undici's MockAgent as its documentation has it: an interceptor for each item. */
export function mockAgentOfMany(count: number, openText: OpenText): Setup {
  return async () => {
    const { MockAgent, setGlobalDispatcher } = await import('undici')
    const items = recordedItems(count)
    const agent = new MockAgent()
    agent.disableNetConnect()
    for (const url of items.urls) {
      const path = url.slice(items.origin.length)
      const reply = agent.get(items.origin).intercept({ path })
      reply.reply(200, items.bodies.get(url) ?? '', { headers: json }).persist()
    }
    setGlobalDispatcher(agent)
    return { repeat: fetchesOf(items, await openText()), close: () => agent.close() }
  }
}

/** undici's MockAgent, under undici's own fetch or another client of undici's. */
export function mockAgent(count: number, openText: OpenText = undiciFetchText): Setup {
  return async () => {
    const { MockAgent, setGlobalDispatcher } = await import('undici')
    const items = recordedItems(count)
    const agent = new MockAgent()
    agent.disableNetConnect()
    agent
      .get(items.origin)
      .intercept({ path: () => true })
      .reply(200, ({ path }) => bodyAt(items, path), { headers: json })
      .persist()
    setGlobalDispatcher(agent)
    return { repeat: fetchesOf(items, await openText()), close: () => agent.close() }
  }
}

/** undici's SnapshotAgent in playback, under undici's own fetch or another client of undici's. */
export function snapshotAgent(count: number, openText: OpenText = undiciFetchText): Setup {
  return async () => {
    const { SnapshotAgent, setGlobalDispatcher } = await import('undici')
    const items = recordedItems(count)
    const snapshotPath = join(tmpdir(), `wiretape-bench-${randomUUID()}.json`)
    writeFileSync(snapshotPath, '[]')
    const agent = new SnapshotAgent({ mode: 'playback', snapshotPath, maxSnapshots: count })
    await agent.loadSnapshots()
    await rm(snapshotPath)
    // SnapshotAgent finds a request by all its headers.
    const headers = openText === undiciFetchText ? ofFetch : {}
    for (const url of items.urls) {
      const { pathname, search } = new URL(url)
      await agent
        .getRecorder()
        .record(
          { origin: items.origin, path: pathname + search, method: 'GET', headers },
          { statusCode: 200, headers: json, body: items.bodies.get(url), trailers: {} },
        )
    }
    setGlobalDispatcher(agent)
    return { repeat: fetchesOf(items, await openText()), close: () => agent.close() }
  }
}

/** nock, under the built-in fetch. */
export function nock(count: number): Setup {
  return async () => {
    const { default: nocked } = await import('nock')
    const items = recordedItems(count)
    nocked(items.origin)
      .persist()
      .get(() => true)
      .reply(200, (path) => bodyAt(items, path), json)
    return {
      repeat: fetchesOf(items, async (url) => (await fetch(url)).text()),
      close: () => nocked.restore(),
    }
  }
}

/** msw, under the built-in fetch or another client. */
export function msw(count: number, openText: OpenText = async () => fetchText): Setup {
  return async () => {
    const { http, HttpResponse } = await import('msw')
    const { setupServer } = await import('msw/node')
    const items = recordedItems(count)
    const answer = http.get(`${items.origin}/v1/items/:id`, ({ request }) => {
      return new HttpResponse(items.bodies.get(request.url), { headers: json })
    })
    const server = setupServer(answer)
    server.listen({ onUnhandledRequest: 'error' })
    return { repeat: fetchesOf(items, await openText()), close: () => server.close() }
  }
}

/** Polly in replay, under the built-in fetch, its recording in memory. */
export function polly(count: number): Setup {
  return async () => {
    const items = recordedItems(count)
    const { startPolly } = await import('./polly.ts')
    const stop = await startPolly(items)
    return { repeat: fetchesOf(items, async (url) => (await fetch(url)).text()), close: stop }
  }
}

function bodyAt({ origin, bodies }: RecordedItems, path: string): string {
  return bodies.get(origin + path) ?? ''
}
