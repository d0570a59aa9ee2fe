import { describe, expect } from 'vitest'
import type { AnswerReport } from '../../../src/surfaces/server.ts'
import { settled } from '../../support/manual-clock.ts'
import { cassetteOf, recorded, textAt } from './recorded.ts'
import { test } from './servers.ts'
import { Wire, get } from './wire.ts'

const two = cassetteOf(
  recorded('https://api.test/one', { body: 'one' }),
  recorded('https://api.test/one', { body: 'two' }),
)

const own = { 'x-wiretape': '1' }

describe('the pages of the server', () => {
  test('status tells what was served, missed and never used, by cassette', async ({ replay }) => {
    const server = await replay(two)
    await textAt(`${server.url}/one`)
    await textAt(`${server.url}/none`)
    await textAt(`${server.url}/none`)

    const status = await (await fetch(`${server.url}/__wiretape/status`)).json()

    expect(status).toMatchObject({
      url: server.url,
      mode: 'replay',
      counts: { played: 1, missed: 2, unused: 1 },
      cassettes: [{ file: 'in memory', interactions: 2, unused: [1] }],
      misses: [{ code: 'NO_MATCH', times: 2 }],
      broken: [],
    })
  })

  test('metrics are what Prometheus reads, without URLs and sessions', async ({ replay }) => {
    const { url } = await replay(two)
    await textAt(`${url}/one`, { 'x-wiretape-session': 'secret-name' })

    const response = await fetch(`${url}/__wiretape/metrics`)
    const text = await response.text()

    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(text).toContain('wiretape_requests_total{outcome="played"} 1')
    expect(text).toContain('wiretape_sessions 1')
    expect(text).toContain('wiretape_interactions{state="unused"} 1')
    expect(text).not.toMatch(/secret-name|\/one/)
  })

  test('reset starts sequences over, one session’s or all', async ({ replay }) => {
    const { url } = await replay(two, { repeats: 'once' })
    const reset = (headers = {}) =>
      fetch(`${url}/__wiretape/reset`, { method: 'POST', headers: { ...own, ...headers } })
    const ask = (headers = {}) => textAt(`${url}/one`, headers)
    const session = { 'x-wiretape-session': 's' }
    expect([await ask(), await ask(session)]).toEqual(['one', 'one'])

    expect((await reset(session)).status).toBe(204)
    expect([await ask(), await ask(session)]).toEqual(['two', 'one'])
    await reset()
    expect([await ask(), await ask(session)]).toEqual(['one', 'one'])
  })

  test('an unknown page is told with those that there are', async ({ replay }) => {
    const { url } = await replay(two)

    const response = await fetch(`${url}/__wiretape/__proto__`)

    expect(response.status).toBe(404)
    expect(await response.text()).toMatch(/GET \/__wiretape\/status/)
  })

  test('the recording proxy has them, too', async ({ server, proxy, cassettePath }) => {
    const { url } = await proxy({ upstream: server.url, cassette: cassettePath })
    await textAt(url)

    const status = await (await fetch(`${url}/__wiretape/status`)).json()

    expect(status).toMatchObject({ mode: 'once', counts: { recorded: 1 } })
    expect(server.seen).toHaveLength(1)
  })
})

describe('who may do that', () => {
  test.for([
    ['without the header', {}],
    ['with an Origin that is foreign', { ...own, origin: 'https://evil.test' }],
    ['with an Origin that is opaque', { ...own, origin: 'null' }],
  ] as const)('a POST %s is refused', async ([, headers], { replay }) => {
    const server = await replay(two)
    await textAt(`${server.url}/one`)

    const response = await fetch(`${server.url}/__wiretape/reset`, { method: 'POST', headers })

    expect(response.status).toBe(403)
    expect(await textAt(`${server.url}/one`)).toBe('two')
  })

  test('a page of the server’s own Origin may', async ({ replay }) => {
    const { url } = await replay(two)
    const init = { method: 'POST', headers: { ...own, origin: url } }

    expect((await fetch(`${url}/__wiretape/reset`, init)).status).toBe(204)
  })

  test('no other origin is let read them, whatever it may read else', async ({ replay }) => {
    const { url } = await replay(two, { cors: ['*'] })

    const response = await fetch(`${url}/__wiretape/status`, {
      headers: { origin: 'http://a.test' },
    })

    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('a name that was pointed here is not served them', async ({ replay }) => {
    const { port } = await replay(two)
    const wire = new Wire(port)
    wire.send('GET /__wiretape/status HTTP/1.1', 'Host: evil.test', 'Connection: close', '', '')

    expect(await wire.ended()).toMatch(/^HTTP\/1\.1 403 /)
  })

  test('beyond this machine, only who shows the token', async ({ replay }) => {
    const warnings: string[] = []
    const onWarning = (message: string) => void warnings.push(message)
    const server = await replay(two, { host: '0.0.0.0', onWarning })
    const url = `http://127.0.0.1:${server.port}`
    const status = (headers = {}) => fetch(`${url}/__wiretape/status`, { headers })

    expect((await status()).status).toBe(401)
    expect((await status({ 'x-wiretape-token': server.token ?? '' })).status).toBe(200)
    expect(warnings.join()).toContain('0.0.0.0')
    expect(await textAt(`${url}/one`)).toBe('one')
  })

  test('on this machine there is no token', async ({ replay }) => {
    expect((await replay(two)).token).toBeUndefined()
  })
})

describe('reports', () => {
  test('each answer is told once it is out', async ({ replay }) => {
    const reports: AnswerReport[] = []
    const { url, port } = await replay(two, { onAnswer: (report) => reports.push(report) })
    await textAt(`${url}/one`)
    await textAt(`${url}/none?a=1`)
    await textAt(`${url}/one`, { 'x-wiretape-fault': 'status:500' })
    await textAt(`${url}/__wiretape/status`)
    const wire = new Wire(port)
    wire.send(...get('/one', 'x-wiretape-fault: stall@chunk:1'))
    await wire.until('two')
    wire.socket.destroy()
    while (reports.length < 5) await settled()

    expect(reports).toMatchObject([
      { method: 'GET', target: '/one', status: 200, outcome: 'played', bytes: 3, isWhole: true },
      { target: '/none?a=1', status: 424, outcome: 'missed' },
      { status: 500, outcome: 'played', fault: { kind: 'status' } },
      { target: '/__wiretape/status', status: 200, outcome: 'told' },
      { status: 200, outcome: 'played', isWhole: false, interaction: { id: 1 } },
    ])
    for (const { ms } of reports) expect(ms).toBeGreaterThan(0)
  })

  test('of a proxy they tell what was recorded and what failed', async ({
    server,
    proxy,
    cassettePath,
  }) => {
    const reports: AnswerReport[] = []
    const onAnswer = (report: AnswerReport) => void reports.push(report)
    const { url } = await proxy({ upstream: server.url, cassette: cassettePath, onAnswer })
    await textAt(url)
    await server.stop()
    await textAt(url)
    while (reports.length < 2) await settled()

    expect(reports).toMatchObject([
      { outcome: 'recorded', status: 200, bytes: 2 },
      { outcome: 'failed', status: 502 },
    ])
  })
})
