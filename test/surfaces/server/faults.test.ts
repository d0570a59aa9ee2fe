import { request } from 'node:http'
import OpenAI from 'openai'
import { describe, expect } from 'vitest'
import { headersOf } from '../../../src/core/headers.ts'
import { startReplayServer } from '../../../src/surfaces/server.ts'
import { sse } from '../../support/loopback.ts'
import { eventStream } from '../../support/interactions.ts'
import { ManualClock, settled } from '../../support/manual-clock.ts'
import { cassetteOf, recorded, textAt } from './recorded.ts'
import { test } from './servers.ts'
import { Wire, get } from './wire.ts'

const events = sse(5)
const streamed = cassetteOf(eventStream(events.join(''), { duration: 100e6 }))
const path = '/v1'

function chunksIn(text: string): number {
  return text.split('data: ').length - 1
}

describe('faults', () => {
  test.for([
    ['reset@chunk:3', 3],
    ['reset@chunk:0', 0],
    ['reset@chunk:9', 5],
  ] as const)('%s breaks the connection after %d chunks', async ([fault, count], { replay }) => {
    const { port } = await replay(streamed, { faults: [fault] })
    const wire = new Wire(port)
    wire.send(...get(path))
    const text = await wire.ended()

    expect(text).toMatch(/^HTTP\/1\.1 200 OK/)
    expect(chunksIn(text)).toBe(count)
    expect(text).not.toMatch(/\r\n0\r\n/)
  })

  test('reset breaks it before anything came', async ({ replay }) => {
    const { port } = await replay(streamed, { faults: ['reset'] })
    const wire = new Wire(port)
    wire.send(...get(path))

    expect(await wire.ended()).toBe('')
  })

  test.for([
    ['stall@chunk:2', 2],
    ['stall', 0],
  ] as const)(
    '%s leaves the client waiting after %d chunks',
    async ([fault, count], { replay }) => {
      const server = await replay(streamed, { faults: [fault] })
      const wire = new Wire(server.port)
      wire.send(...get(path))
      while (server.counts.played === 0 || chunksIn(wire.text) < count) await settled()
      for (let turns = 0; turns < 50; turns++) await settled()

      expect(chunksIn(wire.text)).toBe(count)
      expect(wire.socket.closed).toBe(false)
      wire.socket.destroy()
    },
  )

  test('status answers in place of the recording, and may be tried again', async ({ replay }) => {
    const server = await replay(streamed, { faults: ['status:429;retry-after=2;x-a=b'] })

    const response = await fetch(server.url + path)

    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('2')
    expect(response.headers.get('x-should-retry')).toBeNull()
    expect(await response.json()).toMatchObject({ error: { type: 'wiretape_fault' } })
  })

  test('truncate ends the body in good order, after half of it', async ({ replay }) => {
    const headers = headersOf([['content-length', '10']])
    const { url } = await replay(
      cassetteOf(recorded('http://a.test/', { body: '0123456789', headers })),
      {
        faults: ['truncate'],
      },
    )

    expect(await textAt(url)).toBe('01234')
  })

  test('slow takes so many times as long', async ({ replay }) => {
    const clock = new ManualClock()
    const { port } = await replay(streamed, { faults: ['slow:10x'], speed: 'recorded', clock })
    const wire = new Wire(port)
    wire.send(...get(path))
    while (clock.pending === 0) await settled()

    expect(clock.deadlines[0]).toBeCloseTo(1_000)
    await clock.wind(1_001)
    expect(chunksIn(await wire.ended())).toBe(5)
  })

  test('over HTTP/1.1, in mid-stream, it is an error of the client’s', async ({ replay }) => {
    const { url } = await replay(streamed, { faults: ['reset@chunk:1'] })

    await expect(textAt(url + path)).rejects.toThrow('terminated')
  })
})

describe('which responses fail', () => {
  test('the one of which a client says so, and no other', async ({ replay }) => {
    const { url } = await replay(streamed)

    const failed = await fetch(url + path, { headers: { 'x-wiretape-fault': 'status:503' } })

    expect(failed.status).toBe(503)
    expect(await textAt(url + path)).toBe(events.join(''))
  })

  test('a part of them, the same ones with the same seed', async ({ replay }) => {
    const draw = async (seed: number) => {
      const { url } = await replay(streamed, { faults: ['status:500'], faultRate: 0.3, seed })
      const codes: number[] = []
      for (let count = 0; count < 40; count++) codes.push((await fetch(url + path)).status)
      return codes
    }
    const first = await draw(7)

    expect(await draw(7)).toEqual(first)
    expect(first.filter((code) => code === 500).length).toBeGreaterThan(4)
    expect(first.filter((code) => code === 500).length).toBeLessThan(24)
  })

  test('the next try gets what the failed one did not', async ({ replay }) => {
    const server = await replay(
      cassetteOf(
        recorded('http://a.test/', { body: 'first' }),
        recorded('http://a.test/', { body: 'second' }),
      ),
    )
    const failing = { 'x-wiretape-fault': 'status:500' }

    expect((await fetch(server.url, { headers: failing })).status).toBe(500)
    expect(await textAt(server.url)).toBe('first')
    expect(await textAt(server.url, failing)).toContain('FAULT')
    expect(await textAt(server.url)).toBe('second')
  })

  test('a miss is a miss all the same', async ({ replay }) => {
    const { url } = await replay(streamed, { faults: ['status:500'] })

    expect((await fetch(`${url}/v2`)).status).toBe(424)
  })

  test('the OpenAI client tries again after a status, and then gets its answer', async ({
    replay,
  }) => {
    const body = JSON.stringify({ id: 'x', choices: [{ message: { content: 'hi' } }] })
    const asked = { model: 'm', messages: [{ role: 'user' as const, content: 'q' }] }
    const url = 'https://api.openai.com/v1/chat/completions'
    const server = await replay(
      cassetteOf(recorded(url, { body }, { method: 'POST', body: JSON.stringify(asked) })),
    )
    let tries = 0
    const client = new OpenAI({
      baseURL: `${server.url}/v1`,
      apiKey: 'none',
      fetch: (target, init) => {
        const headers = new Headers(init?.headers)
        if (tries++ === 0) headers.set('x-wiretape-fault', 'status:500;retry-after-ms=1')
        return fetch(target, { ...init, headers })
      },
    })

    const answer = await client.chat.completions.create(asked)

    expect(answer.choices[0]?.message.content).toBe('hi')
    expect(tries).toBe(2)
  })

  test('a fault that is none is told', async ({ replay }) => {
    const { url } = await replay(streamed)

    const response = await fetch(url + path, { headers: { 'x-wiretape-fault': 'explode' } })

    expect(response.status).toBe(400)
    expect(await response.text()).toContain('slow:10x')
  })

  test.for([
    [{ faults: ['explode'] }, 'faults is "explode"'],
    [{ faultRate: 2 }, 'faultRate is 2'],
    [{ faultRate: 0.5 }, 'give both'],
  ] as const)('%o is refused where it was passed', async ([options, message]) => {
    await expect(startReplayServer(streamed, options)).rejects.toThrow(message)
  })
})

test('a client of node:http feels a reset as one', async ({ replay }) => {
  const { port } = await replay(streamed, { faults: ['reset@chunk:2'] })
  const error = await new Promise((resolve) => {
    request({ port, path }, (response) => {
      response.resume().once('error', resolve)
    }).end()
  })

  expect(error).toMatchObject({ code: 'ECONNRESET' })
})
