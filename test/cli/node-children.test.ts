import { mkdir, writeFile } from 'node:fs/promises'
import * as http from 'node:http'
import { type AddressInfo, type Socket, connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { loadCassette } from '../support/load-cassette.ts'
import { sse, stream } from '../support/loopback.ts'
import { type Ended, node, runBin } from './bin.ts'
import { test as base } from './secure.ts'

function fileUrl(path: string): string {
  return new URL(path, import.meta.url).href
}

function of(name: string): string {
  return import.meta.resolve(name)
}

interface Fixtures {
  /** Runs a program under `wiretape record`, with a URL as its argument. */
  readonly record: (script: string, url: string, env?: NodeJS.ProcessEnv) => Promise<Ended>
  /** Runs it under `wiretape replay`. */
  readonly replay: (script: string, url: string, env?: NodeJS.ProcessEnv) => Promise<Ended>
}

const test = base.extend<Fixtures>({
  record: async ({ cassettePath }, use) => {
    const argv = ['record', '-c', cassettePath, '--quiet']
    await use((script, url, env) => {
      const believing = url.startsWith('https:') ? ['--insecure'] : []
      return runBin([...argv, ...believing, '--', ...node(script, url)], env)
    })
  },
  replay: async ({ cassettePath }, use) => {
    const argv = ['replay', cassettePath, '--speed', 'instant', '--quiet', '--']
    await use((script, url, env) => runBin([...argv, ...node(script, url)], env))
  },
})

const start = `const [url] = process.argv.slice(-1)
  const print = (text) => process.stdout.write(String(text) + '\\n')
  const get = (client, path, options = {}) => new Promise((resolve, reject) => client
    .get(url + path, options, (response) => {
      let text = ''
      response.on('data', (piece) => (text += piece)).on('end', () => resolve(text))
    }).on('error', reject))
  const client = await import(url.startsWith('https:') ? 'node:https' : 'node:http')
`

/** What each client makes of a path: its body as text. */
const clients: Readonly<Record<string, string>> = {
  fetch: 'return (await fetch(url + path)).text()',
  http: 'return get(client, path)',
  'an agent that keeps connections': `
    const agent = new client.Agent({ keepAlive: true, timeout: 5000 })
    return get(client, path, { agent }).finally(() => agent.destroy())`,
  'an agent that wants its connections at once': `
    class Own extends client.Agent {
      createConnection(options, callback) {
        return super.createConnection(options, callback).setKeepAlive(true)
      }
    }
    return get(client, path, { agent: new Own() })`,
  'no agent': 'return get(client, path, { agent: false })',
  undici: `
    const { request } = await import(${JSON.stringify(of('undici'))})
    return (await request(url + path)).body.text()`,
  'a pool of undici': `
    const { Pool } = await import(${JSON.stringify(of('undici'))})
    const pool = new Pool(url, { connections: 1 })
    const text = await (await pool.request({ path, method: 'GET' })).body.text()
    await pool.close()
    return text`,
  axios: `
    const { default: axios } = await import(${JSON.stringify(of('axios'))})
    return (await axios.get(url + path)).data`,
  got: `
    const { default: got } = await import(${JSON.stringify(of('got'))})
    return got(url + path).text()`,
  'node-fetch': `
    const { default: send } = await import(${JSON.stringify(of('node-fetch'))})
    return (await send(url + path)).text()`,
}

/** A program in which one client after the other asks for a path of its own. */
const allClients = Object.values(clients)
  .map((source, index) => `print(await (async (path) => { ${source} })('/${index}'))`)
  .join('\n')

function urlsIn(cassettePath: string): readonly string[] {
  return loadCassette(cassettePath).interactions.map(({ request }) => request.url)
}

test.for(['http', 'https'] as const)(
  `over %s every client of a wrapped program is recorded once, and replayed: ${Object.keys(clients).join(', ')}`,
  async (protocol, { server, secure, cassettePath, record, replay }) => {
    server.reply((request, response) => response.end(`plain ${request.method} ${request.url}`))
    const [url, word] = protocol === 'http' ? [server.url, 'plain'] : [secure, 'secure']
    const paths = Object.keys(clients).map((_, index) => `/${index}`)
    const text = paths.map((path) => `${word} GET ${path}\n`).join('')

    const recorded = await record(`${start}${allClients}`, url)
    const seen = server.seen.length
    const replayed = await replay(`${start}${allClients}`, url)

    expect([recorded.code, recorded.stdout]).toEqual([0, text])
    expect(replayed).toEqual({ code: 0, stdout: text, stderr: '' })
    expect(urlsIn(cassettePath)).toEqual(paths.map((path) => `${url}${path}`))
    expect(server.seen.length).toBe(seen)
  },
)

test('the OpenAI SDK streams through, and again in replay', async ({
  server,
  cassettePath,
  record,
  replay,
}) => {
  const pieces = ['Hel', 'lo'].map(
    (content) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`,
  )
  server.reply(stream([...pieces, 'data: [DONE]\n\n']))
  const script = `
    const { default: OpenAI } = await import(${JSON.stringify(of('openai'))})
    const client = new OpenAI({ baseURL: process.argv.at(-1) + '/v1', apiKey: 'planted-key' })
    const answer = await client.chat.completions.create({ model: 'm', stream: true, messages: [] })
    for await (const { choices } of answer) process.stdout.write(choices[0].delta.content)`

  const recorded = await record(script, server.url)
  const replayed = await replay(script, server.url)

  expect([recorded.stdout, replayed.stdout]).toEqual(['Hello', 'Hello'])
  expect(urlsIn(cassettePath)).toEqual([`${server.url}/v1/chat/completions`])
  expect(server.seen).toHaveLength(1)
})

test('npm scripts, their children and worker threads are one cassette, each request once', async ({
  server,
  folder,
  cassettePath,
}) => {
  const project = join(folder, 'a project')
  await mkdir(project)
  const ask = (path: string): string => `fetch(${JSON.stringify(server.url + path)})`
  const files = {
    'package.json': JSON.stringify({ scripts: { test: 'node first.cjs && node last.cjs' } }),
    'first.cjs': `${ask('/first')}.then(() => require('child_process').fork('second.cjs', { execArgv: [] }))`,
    'second.cjs': `${ask('/second')}.then(() => {
      const inWorker = ${JSON.stringify(ask('/worker'))}
      new (require('worker_threads').Worker)(inWorker, { eval: true })
    })`,
    'last.cjs': ask('/last'),
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(project, name), text)
  const run = ['npm', '--prefix', project, '--offline', 'test']

  const { code } = await runBin(['record', '-c', cassettePath, '--', ...run], {
    npm_config_update_notifier: 'false',
  })

  expect(code).toBe(0)
  const paths = urlsIn(cassettePath).map((url) => new URL(url).pathname)
  expect(paths).toEqual(['/first', '/second', '/worker', '/last'])
  expect(server.seen).toHaveLength(4)
})

test('children and worker threads with an environment of their own are recorded and replayed', async ({
  server,
  secure,
  cassettePath,
  record,
  replay,
}) => {
  const ask = (path: string): string =>
    `fetch(${JSON.stringify(path)}).then((r) => r.text()).then(print)`
  const child = (path: string): string => `const print = console.log; ${ask(path)}`
  const script = `
    import { execFileSync, spawn } from 'node:child_process'
    import { once } from 'node:events'
    import { Worker } from 'node:worker_threads'
    const asks = ${JSON.stringify([`${server.url}/a`, `${secure}/b`, `${server.url}/c`].map(child))}
    const print = (text) => process.stdout.write(text)
    print(execFileSync(process.execPath, ['-e', asks[0]], { env: {}, encoding: 'utf8' }))
    await once(spawn(process.execPath, ['-e', asks[1]], { env: {}, stdio: 'inherit' }), 'exit')
    await once(new Worker(asks[2], { eval: true, env: {}, execArgv: [] }), 'exit')`

  const recorded = await record(script, secure)
  const seen = server.seen.length
  const replayed = await replay(script, secure)

  const stdout = 'ok\nsecure GET /b\nok\n'
  expect([recorded, replayed]).toMatchObject([{ stdout }, { stdout, stderr: '' }])
  expect(urlsIn(cassettePath).map((url) => new URL(url).pathname)).toEqual(['/a', '/b', '/c'])
  expect(server.seen.length).toBe(seen)
})

describe('what a wrapped program has of its own stays', () => {
  test('the NODE_OPTIONS that it had; the mode and the cassette are ours alone', async ({
    server,
    record,
  }) => {
    const script = `
      const { NODE_OPTIONS, WIRETAPE_MODE, WIRETAPE_CASSETTE } = process.env
      console.log(NODE_OPTIONS.endsWith(' --no-deprecation'), process.noDeprecation, WIRETAPE_MODE, WIRETAPE_CASSETTE)`

    const env = { NODE_OPTIONS: '--no-deprecation', WIRETAPE_MODE: 'new-episodes' }
    const { stdout } = await record(script, server.url, env)

    expect(stdout).toBe('true true undefined undefined\n')
  })

  test('sockets that have a path are let be', async ({ folder, record }) => {
    const path = join(folder, 'socket')
    const local = http.createServer((_request, response) => response.end('local'))
    await new Promise<void>((resolve) => local.listen(path, resolve))
    const script = `${start}
      print(await get(client, '/', { socketPath: ${JSON.stringify(path)} }))
      const { Client } = await import(${JSON.stringify(of('undici'))})
      const local = new Client(url, { socketPath: ${JSON.stringify(path)} })
      print(await (await local.request({ path: '/', method: 'GET' })).body.text())
      await local.close()`

    const ran = await record(script, 'http://localhost')
    local.closeAllConnections()
    await new Promise((resolve) => local.close(resolve))

    expect(ran).toEqual({ code: 0, stdout: 'local\nlocal\n', stderr: '' })
  })

  test('connections that are not of HTTP are let be', async ({ server, record }) => {
    const script = `
      const { connect } = await import('node:net')
      const { hostname, port } = new URL(process.argv.at(-1))
      const socket = connect(Number(port), hostname, () => {
        process.stdout.write(String(socket.remotePort === Number(port)))
        socket.destroy()
      })`

    expect((await record(script, server.url)).stdout).toBe('true')
  })

  test('a server that cannot be reached is an answer of the proxy, as with any', async ({
    server,
    record,
  }) => {
    await server.stop()

    const { stdout } = await record(`${start}print((await fetch(url + '/a')).status)`, server.url)

    expect(stdout).toBe('502\n')
  })

  test('a client that opens its own connections is named', async ({ server, record }) => {
    const script = `${start}
      const { connect } = await import('node:net')
      print(await get(client, '/a', { createConnection: (options) => connect(options) }))`

    const { code, stdout, stderr } = await record(script, server.url)

    expect([code, stdout]).toEqual([0, 'ok\n'])
    expect(stderr).toMatch(
      /^wiretape: what process \d+ \(node\) sends to 127\.0\.0\.1:\d+ is not recorded\.\nIts client/,
    )
  })
})

test("a program's own proxy is let be, and what goes through it is named", async ({
  server,
  record,
}) => {
  const proxy = http.createServer()
  proxy.on('connect', (request: http.IncomingMessage, client: Socket) => {
    const { hostname, port } = new URL(`tunnel://${request.url}`)
    const upstream = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      upstream.pipe(client).pipe(upstream)
    })
    for (const end of [client, upstream]) end.on('error', () => {})
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const own = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const script = `${start}
    const { ProxyAgent, request } = await import(${JSON.stringify(of('undici'))})
    const dispatcher = new ProxyAgent({ uri: ${JSON.stringify(own)}, proxyTunnel: true })
    print(await (await request(url + '/a', { dispatcher })).body.text())
    await dispatcher.destroy()`

  const { code, stdout, stderr } = await record(script, server.url)
  await new Promise((resolve) => proxy.close(resolve))

  expect([code, stdout]).toEqual([0, 'ok\n'])
  expect(stderr).toContain(`sends to ${new URL(own).host} is not recorded.`)
})

describe('under replay', () => {
  test('nothing is sent on, whatever asks for it, and the exit code is 4', async ({
    server,
    secure,
    cassettePath,
    record,
  }) => {
    await record(`${start}print(await get(client, '/known'))`, server.url)
    const before = server.seen.length
    const ask = `
      for u in ${server.url}/known ${server.url}/other ${secure}/other; do
        curl -s -o /dev/null -w '%{http_code} ' $u
        node -e 'fetch(process.argv[1]).then(({ status }) => process.stdout.write(status + " "))' $u
      done`

    const { code, stdout, stderr } = await runBin(['replay', cassettePath, '--', 'sh', '-c', ask])

    expect(stdout).toBe('200 200 424 424 424 424 ')
    expect(code).toBe(4)
    expect(stderr).toContain('2 played, 4 missed')
    expect(server.seen.length).toBe(before)
  })

  test('the base URL leads to the server itself, for whoever goes through the proxy', async ({
    server,
    cassettePath,
    record,
  }) => {
    await record(`${start}print(await get(client, '/known'))`, server.url)
    const ask = `curl -s $WIRETAPE_URL/known; curl -s $WIRETAPE_URL/__wiretape/status | grep played
      node -e 'fetch(process.env.WIRETAPE_URL + "/known").then((r) => r.text()).then(console.log)'`

    const { code, stdout } = await runBin(['replay', cassettePath, '--', 'sh', '-c', ask])

    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ok\s+"played": 1,\nok\n$/)])
  })

  test('a client that opens its own connections is refused', async ({
    server,
    cassettePath,
    record,
  }) => {
    await record(`${start}print(await get(client, '/known'))`, server.url)
    const before = server.seen.length
    const script = `${start}
      const { connect } = await import('node:net')
      const { Client, buildConnector } = await import(${JSON.stringify(of('undici'))})
      const createConnection = (options) => connect(options)
      await get(client, '/known', { createConnection }).catch(({ code }) => print(code))
      const later = (options, callback) => setImmediate(() => buildConnector({})(options, callback))
      const own = new Client(url, { connect: later })
      await own.request({ path: '/known', method: 'GET' }).catch(({ code }) => print(code))`

    const { stdout } = await runBin([
      'replay',
      cassettePath,
      '--quiet',
      '--',
      ...node(script, server.url),
    ])

    expect(stdout).toBe('ROUTE_BYPASSED\nROUTE_BYPASSED\n')
    expect(server.seen.length).toBe(before)
  })

  test("the cassettes of a program's own tests are theirs", async ({
    server,
    folder,

    record,
  }) => {
    const own = join(folder, 'own.yaml')
    server.reply(stream(sse(2)))
    const script = `${start}
      const { withCassette } = await import(${JSON.stringify(fileUrl('../../dist/index.js'))})
      const text = () => fetch(url + '/own').then((response) => response.text())
      print((await withCassette(${JSON.stringify(own)}, text)).length > 0)`

    const recorded = await record(script, server.url)
    const again = await record(script, server.url)

    expect([recorded.stdout, again.stdout]).toEqual(['true\n', 'true\n'])
    expect(urlsIn(own)).toEqual([`${server.url}/own`])
    expect(server.seen).toHaveLength(1)
  })
})
