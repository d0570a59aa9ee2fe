import { expect } from 'vitest'
import { headersOf } from '../../../src/core/headers.ts'
import { type Page, openPage } from '../../support/chromium.ts'
import { eventStream } from '../../support/interactions.ts'
import { cassetteOf, recorded } from './recorded.ts'
import { test as base } from './servers.ts'

const test = base.extend<{ readonly page: Page }>({ page: openPage })

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
