import { EventEmitter } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import net from 'node:net'
import tls from 'node:tls'
import { Agent, Client, MockAgent, Pool, request } from 'undici'
import { describe, expect, onTestFinished } from 'vitest'
import { Recorder } from '../../../src/index.ts'
import { loadCassette } from '../../support/load-cassette.ts'
import { test } from '../../support/test.ts'

const record = (path: string) => Recorder.open(path, { env: {}, mode: 'record' })

/** The functions that the taps replace. */
function places(): readonly unknown[] {
  const terminal = Object.getOwnPropertySymbols(Client.prototype)
    .filter(({ description }) => description === 'dispatch')
    .map((key) => Reflect.get(Client.prototype, key))
  return [
    Reflect.get(EventEmitter, 'init'),
    Reflect.get(http.Agent.prototype, 'addRequest'),
    Reflect.get(Agent.prototype, 'dispatch'),
    ...terminal,
    ...[http2, net, tls].map((module) => module.connect as unknown),
  ]
}

/** Puts a function over a method, as tracing does. */
function trace(owner: object, key: PropertyKey): void {
  const original = Reflect.get(owner, key) as (...given: unknown[]) => unknown
  const traced = function (this: unknown, ...given: unknown[]): unknown {
    return original.apply(this, given)
  }
  Reflect.set(owner, key, traced)
  onTestFinished(() => void Reflect.set(owner, key, original))
}

describe('install()', () => {
  test('records each request once also where somebody has put theirs over its taps before', async ({
    server,
    cassettePath,
  }) => {
    const earlier = await record(`${cassettePath}.other`)
    earlier.install()
    const [terminal] = Object.getOwnPropertySymbols(Client.prototype).filter(
      ({ description }) => description === 'dispatch',
    )
    trace(http.Agent.prototype, 'addRequest')
    trace(Client.prototype, terminal!)
    await earlier.stop()
    const recorder = await record(cassettePath)
    recorder.install()

    await (await request(`${server.url}/undici`)).body.text()
    await new Promise<void>((resolve) => {
      http.get(`${server.url}/http`, (response) => response.resume().once('end', resolve))
    })
    await recorder.stop()

    expect(recorder.counts).toMatchObject({ recorded: 2, mocked: 0 })
  })

  test('watches until uninstall(), and leaves everything as it was', async ({
    server,
    cassettePath,
  }) => {
    const before = places()
    const recorder = await record(cassettePath)
    recorder.install()
    const during = places()
    await (await fetch(`${server.url}/a`)).text()
    recorder.uninstall()
    await (await fetch(`${server.url}/b`)).text()
    await recorder.stop()

    expect(during.filter((place) => before.includes(place))).toEqual([])
    expect(places()).toEqual(before)
    const urls = loadCassette(cassettePath).interactions.map(({ request }) => request.url)
    expect(urls).toEqual([`${server.url}/a`])
  })

  test('stop() uninstalls', async ({ server, cassettePath }) => {
    const before = places()
    const recorder = await record(cassettePath)
    recorder.install()
    await recorder.stop()

    expect(places()).toEqual(before)
    expect(await (await fetch(server.url)).text()).toBe('ok')
  })

  test('dispatchers that were made before it are watched', async ({ server, cassettePath }) => {
    const pool = new Pool(server.url)
    const client = new Client(server.url)
    const recorder = await record(cassettePath)
    recorder.install()
    for (const dispatcher of [pool, client]) {
      const { body } = await dispatcher.request({ path: '/', method: 'GET' })
      await body.text()
    }
    await recorder.stop()
    await Promise.all([pool.close(), client.close()])

    expect(recorder.counts.recorded).toBe(2)
  })

  test("what undici's mocks answer is theirs, what they let through is ours", async ({
    server,
    cassettePath,
  }) => {
    const dispatcher = new MockAgent()
    dispatcher.enableNetConnect()
    dispatcher.get(server.url).intercept({ path: '/mocked' }).reply(200, 'mock')
    const recorder = await record(cassettePath)
    recorder.install()
    const texts: string[] = []
    for (const path of ['/mocked', '/real']) {
      const { body } = await request(server.url + path, { dispatcher })
      texts.push(await body.text())
    }
    await recorder.stop()
    await dispatcher.close()

    expect(texts).toEqual(['mock', 'ok'])
    expect(recorder.counts).toMatchObject({ mocked: 1, recorded: 1 })
  })

  test('a request outside of all scopes goes to the only recorder, and is refused where there are several', async ({
    server,
    folder,
  }) => {
    const first = await record(`${folder}/a.yaml`)
    const second = await record(`${folder}/b.yaml`)
    first.install()
    second.install()
    const refused = await fetch(server.url).catch((error: Error) => error.cause)
    second.uninstall()
    const taken = await fetch(server.url)
    await taken.text()
    await Promise.all([first.stop(), second.stop()])

    expect(refused).toMatchObject({ code: 'AMBIGUOUS_REQUEST' })
    expect(first.counts.recorded).toBe(1)
    expect(second.counts.recorded).toBe(0)
  })
})
