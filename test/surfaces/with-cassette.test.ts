import { AsyncLocalStorage } from 'node:async_hooks'
import { once } from 'node:events'
import { mkdir, rm } from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { Agent, Pool, RetryAgent, interceptors, request } from 'undici'
import { describe, expect } from 'vitest'
import {
  type Recorder,
  type RecorderOptions,
  recordedFetch,
  withCassette,
} from '../../src/index.ts'
import { loadCassette } from '../support/load-cassette.ts'
import { stream } from '../support/loopback.ts'
import { test } from '../support/test.ts'
import { askHttp } from './ask-http.ts'

const fresh: RecorderOptions = { env: {} }

/** The paths of the requests in a cassette, in their order. */
const pathsIn = (path: string) =>
  loadCassette(path).interactions.map(({ request }) => new URL(request.url).pathname)

async function textOf(url: string): Promise<string> {
  return (await fetch(url)).text()
}

describe('withCassette()', () => {
  test('records, replays, and gives back what the function gives', async ({
    server,
    cassettePath,
  }) => {
    const run = () => withCassette(cassettePath, fresh, () => textOf(server.url))
    const live = await run()
    await server.stop()

    expect(live).toBe('ok')
    expect(await run()).toBe('ok')
  })

  test('hands the function its recorder', async ({ server, cassettePath }) => {
    const counts = await withCassette(cassettePath, fresh, async (recorder) => {
      await textOf(server.url)
      return recorder.counts
    })

    expect(counts).toMatchObject({ recorded: 1 })
  })

  test('leaves the cassette as it was where the function throws', async ({
    server,
    cassettePath,
  }) => {
    const failing = withCassette(cassettePath, fresh, async () => {
      await textOf(server.url)
      throw new Error('the test failed')
    })

    await expect(failing).rejects.toThrow('the test failed')
    expect(() => loadCassette(cassettePath)).toThrow('There is no cassette')
  })

  test('throws what the function throws also where its recording cannot be discarded', async ({
    server,
    cassettePath,
  }) => {
    const warnings: string[] = []
    const options = { ...fresh, onWarning: (message: string) => void warnings.push(message) }
    const failing = withCassette(cassettePath, options, async () => {
      await textOf(server.url)
      await rm(`${cassettePath}.partial`)
      await mkdir(`${cassettePath}.partial`)
      throw new Error('the test failed')
    })

    await expect(failing).rejects.toThrow('the test failed')
    expect(warnings.join()).toMatch(/could not be discarded\.\nCannot remove .*\.partial: /)
  })

  test('throws the miss where it made the function throw', async ({ server, cassettePath }) => {
    await withCassette(cassettePath, fresh, () => textOf(`${server.url}/a`))
    const missing = withCassette(cassettePath, fresh, () => textOf(`${server.url}/b`))

    await expect(missing).rejects.toMatchObject({ code: 'NO_MATCH' })
  })

  test('throws the miss that the function has swallowed', async ({ server, cassettePath }) => {
    await withCassette(cassettePath, fresh, () => textOf(`${server.url}/a`))
    const missing = withCassette(cassettePath, fresh, () =>
      textOf(`${server.url}/b`).catch(() => 'never mind'),
    )

    await expect(missing).rejects.toMatchObject({ code: 'NO_MATCH' })
  })

  test('wants a function', async ({ cassettePath }) => {
    const wrong = withCassette(cassettePath, {} as never)

    await expect(wrong).rejects.toThrow(TypeError)
  })
})

describe('cassettes that are open at once stay apart', () => {
  /** Runs two functions at once, each with a cassette of its own, and tells what each has recorded. */
  async function both(
    folder: string,
    run: (name: 'a' | 'b', recorder: Recorder) => Promise<unknown>,
  ): Promise<readonly (readonly string[])[]> {
    const names = ['a', 'b'] as const
    const paths = names.map((name) => `${folder}/${name}.yaml`)
    await Promise.all(
      names.map((name, index) =>
        withCassette(paths[index]!, fresh, (recorder) => run(name, recorder)),
      ),
    )
    return paths.map(pathsIn)
  }

  test('with fetch, and what its answers set off', async ({ server, folder }) => {
    const recorded = await both(folder, async (name) => {
      await textOf(`${server.url}/${name}/1`)
      await delay(5)
      await Promise.all([textOf(`${server.url}/${name}/2`), textOf(`${server.url}/${name}/3`)])
    })

    expect(recorded).toEqual([
      ['/a/1', '/a/2', '/a/3'],
      ['/b/1', '/b/2', '/b/3'],
    ])
  })

  test('with a pool of one connection and a queue', async ({ server, folder }) => {
    server.reply((_request, response) => void setTimeout(() => response.end('ok'), 5))
    const pool = new Pool(server.url, { connections: 1, pipelining: 1 })
    const recorded = await both(folder, (name) =>
      Promise.all(
        [1, 2, 3].map(async (count) => {
          const { body } = await pool.request({ path: `/${name}/${count}`, method: 'GET' })
          await body.text()
        }),
      ),
    )
    await pool.close()

    expect(recorded).toEqual([
      ['/a/1', '/a/2', '/a/3'],
      ['/b/1', '/b/2', '/b/3'],
    ])
  })

  test('with an agent of node:http that has one socket', async ({ server, folder }) => {
    server.reply((_request, response) => void setTimeout(() => response.end('ok'), 5))
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    const recorded = await both(folder, (name) =>
      Promise.all(
        [1, 2, 3].map(async (count) => {
          const answer = await askHttp({ url: `${server.url}/${name}/${count}` }, { agent })
          for await (const _chunk of answer.chunks);
        }),
      ),
    )
    agent.destroy()

    expect(recorded).toEqual([
      ['/a/1', '/a/2', '/a/3'],
      ['/b/1', '/b/2', '/b/3'],
    ])
  })

  test('with retries on a connection that the other has opened', async ({ server, folder }) => {
    const tried = new Set<string>()
    server.reply(({ url = '' }, response) => {
      response.writeHead(tried.has(url) ? 200 : 503).end('ok')
      tried.add(url)
    })
    const agent = new Agent({ connections: 1 })
    const dispatcher = new RetryAgent(agent, { minTimeout: 5 })
    const recorded = await both(folder, async (name) => {
      const { body } = await request(`${server.url}/${name}`, { dispatcher })
      await body.text()
    })
    await agent.close()

    expect(recorded).toEqual([
      ['/a', '/a'],
      ['/b', '/b'],
    ])
  })

  test('with redirects on a connection that the other has opened', async ({ server, folder }) => {
    server.reply(({ url = '' }, response) => {
      if (url.endsWith('/to')) return void response.end('arrived')
      response.writeHead(302, { location: `${url}/to` }).end()
    })
    const agent = new Agent({ connections: 1 })
    const dispatcher = agent.compose(interceptors.redirect({ maxRedirections: 1 }))
    const recorded = await both(folder, async (name) => {
      const { body } = await request(`${server.url}/${name}`, { dispatcher })
      await body.text()
    })
    await agent.close()

    expect(recorded).toEqual([
      ['/a', '/a/to'],
      ['/b', '/b/to'],
    ])
  })

  test('with a request that a stream of another sets off', async ({ server, folder }) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    const recorded = await both(folder, async (name) => {
      const sending = http.get(`${server.url}/${name}/1`, { agent })
      const [response] = (await once(sending, 'response')) as [http.IncomingMessage]
      await new Promise<void>((resolve, reject) => {
        response.once(
          'data',
          () => void textOf(`${server.url}/${name}/2`).then(() => resolve(), reject),
        )
      })
    })
    agent.destroy()

    expect(recorded).toEqual([
      ['/a/1', '/a/2'],
      ['/b/1', '/b/2'],
    ])
  })
})

describe('an app that was started before', () => {
  /** An app that asks the server about each of its own requests. */
  async function startApp(upstream: string): Promise<{ url: string; stop(): void }> {
    const app = http.createServer((asked, answer) => {
      textOf(`${upstream}${asked.url}`).then(
        (text) => answer.end(text),
        (error: Error) => answer.writeHead(500).end((error.cause as Error).message),
      )
    })
    app.listen(0, '127.0.0.1')
    await once(app, 'listening')
    const { port } = app.address() as AddressInfo
    return { url: `http://127.0.0.1:${port}`, stop: () => app.close().closeAllConnections() }
  }

  test('is recorded to the only cassette that is open', async ({ server, cassettePath }) => {
    const app = await startApp(server.url)
    const options = { ...fresh, passthrough: [new URL(app.url).host] }
    const text = await withCassette(cassettePath, options, () => textOf(`${app.url}/of-the-app`))
    app.stop()

    expect(text).toBe('ok')
    expect(pathsIn(cassettePath)).toEqual(['/of-the-app'])
  })

  test('is refused where several cassettes are open, and told why', async ({ server, folder }) => {
    const app = await startApp(server.url)
    const options = { ...fresh, passthrough: [new URL(app.url).host] }
    const text = await withCassette(`${folder}/a.yaml`, options, () =>
      withCassette(`${folder}/b.yaml`, options, () => textOf(app.url)),
    )
    app.stop()

    expect(text).toContain('outside withCassette() while 2 cassettes are open')
  })
})

test('what a replay calls runs where its request was made', async ({ server, cassettePath }) => {
  const names = new AsyncLocalStorage<string>()
  server.reply(stream(['one', 'two'], { everyMs: 10 }))
  const ask = (name: string) =>
    names.run(name, async () => {
      const { body } = await request(`${server.url}/${name}`)
      const seen = new Set([names.getStore()])
      body.on('data', () => seen.add(names.getStore()))
      await once(body, 'end')
      return [...seen]
    })
  const run = () =>
    withCassette(cassettePath, { ...fresh, speed: 'recorded' }, () =>
      Promise.all([ask('one'), ask('two')]),
    )
  await run()
  await server.stop()

  expect(await run()).toEqual([['one'], ['two']])
})

test('what went through recordedFetch is recorded once', async ({ server, cassettePath }) => {
  await withCassette(cassettePath, fresh, async (recorder) => {
    const response = await recordedFetch(recorder)(`${server.url}/once`)
    await response.text()
  })

  expect(pathsIn(cassettePath)).toEqual(['/once'])
})
