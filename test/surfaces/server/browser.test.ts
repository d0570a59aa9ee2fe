import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect } from 'vitest'
import { headersOf } from '../../../src/core/headers.ts'
import { eventStream } from '../../support/interactions.ts'
import { cassetteOf, recorded } from './recorded.ts'
import { test as base } from './servers.ts'

const browser = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
)

interface Page {
  readonly origin: string
  /** Opens a page whose script is given. @returns what its `told` became */
  readonly run: (script: string) => Promise<unknown>
}

const test = base.extend<{ readonly page: Page }>({
  page: async ({ folder, skip }, use) => {
    skip(browser === undefined, 'there is no Chromium: apt-get install chromium')
    let html = ''
    let tell = (_told: string): void => {}
    const server = createServer((request, response) => {
      if (request.method === 'POST') void text(request).then((told) => tell(told))
      response.setHeader('content-type', 'text/html').end(request.method === 'POST' ? '' : html)
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const run = async (script: string): Promise<unknown> => {
      html = `<!doctype html><script type="module">
        const told = await (async () => { ${script} })().catch((error) => String(error))
        await fetch('/', { method: 'POST', body: JSON.stringify(told) })
      </script>`
      const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run']
      const own = `--user-data-dir=${folder}/browser`
      const child = spawn(browser ?? '', [...flags, own, origin], {
        stdio: 'ignore',
        detached: true,
      })
      const told = await new Promise<string>((resolve) => (tell = resolve))
      // All its processes.
      process.kill(-Number(child.pid), 'SIGKILL')
      await once(child, 'exit')
      return JSON.parse(told)
    }
    await use({ origin, run })
    server.closeAllConnections()
    server.close()
  },
})

const stream = eventStream('id: 1\ndata: one\n\nevent: delta\ndata: two\n\ndata: [DONE]\n\n')

test(
  'EventSource in a browser gets the events of a recorded stream',
  { timeout: 60_000 },
  async ({ page, replay }) => {
    const { url } = await replay(cassetteOf(stream), { cors: [page.origin] })

    const told = await page.run(`
    const source = new EventSource('${url}/v1')
    const events = []
    return new Promise((resolve) => {
      const take = ({ type, data }) => {
        events.push([type, data])
        if (data === '[DONE]') { source.close(); resolve(events) }
      }
      source.onmessage = take
      source.addEventListener('delta', take)
      source.onerror = () => resolve('failed')
    })`)

    expect(told).toEqual([
      ['message', 'one'],
      ['delta', 'two'],
      ['message', '[DONE]'],
    ])
  },
)

test(
  'fetch in a browser asks with a preflight, and reads headers, stream and misses',
  { timeout: 60_000 },
  async ({ page, replay }) => {
    const posted = recorded(
      'https://api.test/chat',
      {
        body: 'data: one\n\n',
        headers: headersOf([
          ['x-request-id', '7'],
          ['content-type', 'text/event-stream'],
        ]),
      },
      { method: 'POST', body: '{"a":1}' },
    )
    const { url } = await replay(cassetteOf(posted), { cors: [page.origin] })

    const told = await page.run(`
    const ask = (body) => fetch('${url}/chat', {
      method: 'POST', body, credentials: 'include',
      headers: { 'content-type': 'application/json', authorization: 'Bearer x' },
    })
    const answer = await ask('{"a": 1}')
    const missed = await ask('{"a": 2}')
    return [answer.status, answer.headers.get('x-request-id'), await answer.text(), missed.status, (await missed.json()).error.code]`)

    expect(told).toEqual([200, '7', 'data: one\n\n', 424, 'NO_MATCH'])
  },
)

test(
  'a page of an origin that is not named is refused the answer',
  { timeout: 60_000 },
  async ({ page, replay }) => {
    const { url } = await replay(cassetteOf(stream), { cors: ['http://other.test'] })

    const told = await page.run(`return fetch('${url}/v1').then((answer) => answer.text())`)

    expect(told).toBe('TypeError: Failed to fetch')
  },
)
