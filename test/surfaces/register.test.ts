import { readFile, readdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect } from 'vitest'
import { Bin } from '../cli/bin.ts'
import { loadCassette } from '../support/load-cassette.ts'
import { stream } from '../support/loopback.ts'
import { test as base } from '../support/test.ts'

const preload = fileURLToPath(new URL('../../dist/register.cjs', import.meta.url))
const undici = createRequire(import.meta.url).resolve('undici')

type Start = (source: string, env?: NodeJS.ProcessEnv, ...flags: readonly string[]) => Promise<Bin>

interface Fixtures {
  /** Starts a program with the preload. It has the server's URL as `url`. */
  readonly start: Start
  /** Starts the same without it. */
  readonly startBare: Start
}

const test = base.extend<Fixtures>({
  start: async ({ folder, server, cassettePath }, use) => {
    await use(starter(folder, server.url, { WIRETAPE_CASSETTE: cassettePath }, ['-r', preload]))
  },
  startBare: async ({ folder, server }, use) => {
    await use(starter(folder, server.url, {}, []))
  },
})

/** A program is CommonJS, or a module where it says `import`. */
function starter(
  folder: string,
  url: string,
  usual: NodeJS.ProcessEnv,
  preloading: readonly string[],
): Start {
  return async (source, env = {}, ...flags) => {
    const file = join(folder, /^import /m.test(source) ? 'program.mjs' : 'program.cjs')
    const imports = source.match(/^import .*$/gm) ?? []
    const rest = source.replace(/^import .*$/gm, '')
    await writeFile(file, `${imports.join('\n')}\nconst url = ${JSON.stringify(url)}\n${rest}`)
    const before = flags.length === 0 ? preloading : flags
    return new Bin([...before, file], { ...usual, ...env }, [process.execPath])
  }
}

const print = '.then((response) => response.text()).then((text) => process.stdout.write(text))'
const ask = (path: string): string => `fetch(url + ${JSON.stringify(path)})${print}`

async function bodiesIn(file: string): Promise<readonly unknown[]> {
  return loadCassette(file).interactions.map(({ response }) => response.body)
}

describe('every client of a program that was not changed', () => {
  const read = `(response) => response.on('data', (piece) => process.stdout.write(piece))`
  const byUndici = `.then(({ body }) => body.text()).then((text) => process.stdout.write(text))`
  const clients = [
    ['fetch', 'CommonJS', ask('/a')],
    ['fetch', 'a module', `import 'node:path'\nawait ${ask('/a')}`],
    ['node:http', 'CommonJS', `require('http').get(url + '/a', ${read})`],
    ['node:http', 'a module', `import { get } from 'node:http'\nget(url + '/a', ${read})`],
    ['undici', 'CommonJS', `require(${JSON.stringify(undici)}).request(url + '/a')${byUndici}`],
    [
      'undici',
      'a module',
      `import { request } from ${JSON.stringify(pathToFileURL(undici).href)}\nawait request(url + '/a')${byUndici}`,
    ],
  ] as const

  const byRequire = clients.map((client) => ['-r', preload, ...client] as const)
  const byImport = clients
    .slice(0, 2)
    .map((client) => ['--import', pathToFileURL(preload).href, ...client] as const)

  test.for([...byRequire, ...byImport])(
    'with %s (%s), %s in %s is recorded once, and replayed without its server',
    async ([flag, file, , , source], { start, server, cassettePath }) => {
      server.reply((_request, response) => response.end('live'))

      const recorded = await (await start(source, {}, flag, file)).ended()
      await server.stop()
      const replayed = await (await start(source, {}, flag, file)).ended()

      expect(recorded).toEqual({ code: 0, stdout: 'live', stderr: '' })
      expect(replayed).toEqual(recorded)
      expect(await bodiesIn(cassettePath)).toEqual(['live'])
    },
  )
})

test("under Node's permission model, where nobody may sync a file, the cassette is saved", async ({
  start,
  server,
  cassettePath,
}) => {
  server.reply((_request, response) => response.end('live'))
  const [major = 0] = process.versions.node.split('.').map(Number)
  const model = ['--permission', ...(major > 24 ? ['--allow-net'] : [])]
  const files = ['--allow-fs-read=*', '--allow-fs-write=*', '--no-warnings']
  const flags = [...(major < 22 ? ['--experimental-permission'] : model), ...files, '-r', preload]

  const recorded = await (await start(ask('/a'), {}, ...flags)).ended()

  expect(recorded).toEqual({ code: 0, stdout: 'live', stderr: '' })
  expect(await bodiesIn(cassettePath)).toEqual(['live'])
})

describe('however the program ends', () => {
  const endings = [
    ['at its last line', ''],
    ['with process.exit', 'process.exit(7)'],
    ['with process.exitCode', 'process.exitCode = 9'],
    ['with an uncaught exception', "setTimeout(() => { throw new Error('broken') })"],
    ['with an unhandled rejection', "void Promise.reject(new Error('broken'))"],
  ] as const

  test.for(endings)(
    '%s, the cassette is whole and the exit code its own',
    async ([, end], { start, startBare, folder, cassettePath }) => {
      const source = `${ask('/a')}.then(() => { ${end} })`

      const bare = await (await startBare(source)).ended()
      const recorded = await (await start(source)).ended()

      expect(recorded.code).toBe(bare.code)
      expect(await bodiesIn(cassettePath)).toEqual(['ok'])
      expect(await readdir(folder)).not.toContain('cassette.yaml.partial')
    },
  )

  const waits = `${ask('/a')}; setInterval(() => {}, 1000)`

  test.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s, the cassette is whole and the death the same',
    async (signal, { start, folder, cassettePath }) => {
      const program = await start(waits)
      await program.printed('ok')

      await program.end(signal)

      expect(program.process.signalCode).toBe(signal)
      expect(await bodiesIn(cassettePath)).toEqual(['ok'])
      expect(await readdir(folder)).not.toContain('cassette.yaml.partial')
    },
  )

  test('a body that was under way is kept as far as it came', async ({
    start,
    server,
    cassettePath,
  }) => {
    server.reply(stream(['one'], { everyMs: 0, isEndless: true }))
    const program = await start(
      `fetch(url).then(async ({ body }) => { for await (const piece of body) process.stdout.write(piece) })`,
    )
    await program.printed('one')

    await program.end()

    const [only] = loadCassette(cassettePath).interactions
    expect(only?.response).toMatchObject({ body: 'one', error: 'ABORT_ERR' })
  })

  test('by SIGKILL, what it leaves is taken in by the next run', async ({
    start,
    cassettePath,
  }) => {
    const killed = await start(waits)
    await killed.printed('ok')
    await killed.end('SIGKILL')

    await (await start(ask('/b'))).ended()

    const urls = loadCassette(cassettePath).interactions.map(({ request }) => request.url)
    expect(urls.map((url) => new URL(url).pathname)).toEqual(['/a', '/b'])
  })
})

describe('signals that the program listens to', () => {
  const ownHandlers = [
    ['that exits', "process.on('SIGTERM', () => { process.stdout.write('bye'); process.exit(3) })"],
    [
      'that was there for one signal',
      "process.once('SIGTERM', () => { process.stdout.write('bye'); process.kill(process.pid, 'SIGTERM') })",
    ],
    [
      // What signal-exit does, and with it many tools.
      'that asks whether it is the only one',
      `const ours = () => {
         process.stdout.write('bye')
         if (process.listenerCount('SIGTERM') > 1) return
         process.off('SIGTERM', ours)
         process.kill(process.pid, 'SIGTERM')
       }
       process.on('SIGTERM', ours)`,
    ],
  ] as const

  test.for(ownHandlers)(
    'are its own: a handler %s',
    async ([, handler], { start, startBare, cassettePath }) => {
      const source = `${handler}\n${ask('/a')}; setInterval(() => {}, 1000)`
      const ends = async (program: Bin): Promise<readonly unknown[]> => {
        await program.printed('ok')
        const { code, stdout } = await program.end()
        return [code, program.process.signalCode, stdout]
      }

      const bare = await ends(await startBare(source))
      const recorded = await ends(await start(source))

      expect(recorded).toEqual(bare)
      expect(bare.at(-1)).toBe('okbye')
      expect(await bodiesIn(cassettePath)).toEqual(['ok'])
    },
  )

  test.for(["'SIGTERM'", "'SIGINT'", '15', 'undefined'])(
    'of its own, process.kill(process.pid, %s), end it there and then',
    async (signal, { start, startBare, cassettePath }) => {
      const source = `${ask('/a')}.then(() => {
        process.kill(process.pid, ${signal})
        process.stdout.write('and on')
      })`
      const ends = async (program: Bin): Promise<readonly unknown[]> => [
        await program.ended(),
        program.process.signalCode,
      ]

      const bare = await ends(await startBare(source))

      expect(await ends(await start(source))).toEqual(bare)
      expect(bare[1]).toMatch(/^SIG/)
      expect(await bodiesIn(cassettePath)).toEqual(['ok'])
    },
  )

  test('of its own are its own', async ({ start, cassettePath }) => {
    const program = await start(
      `process.on('SIGTERM', () => ${ask('/b')}.then(() => process.exit(3)))
       process.kill(process.pid, 'SIGTERM')
       setInterval(() => {}, 1000)`,
    )

    expect(await program.ended()).toEqual({ code: 3, stdout: 'ok', stderr: '' })
    expect(await bodiesIn(cassettePath)).toEqual(['ok'])
  })

  test('end it again once all its handlers are gone', async ({ start, cassettePath }) => {
    const program = await start(
      `process.on('SIGTERM', () => {}); process.removeAllListeners('SIGTERM')
       ${ask('/a')}; setInterval(() => {}, 1000)`,
    )
    await program.printed('ok')

    await program.end()

    expect(program.process.signalCode).toBe('SIGTERM')
    expect(await bodiesIn(cassettePath)).toEqual(['ok'])
  })
})

describe('in replay', () => {
  test('what missed is explained on stderr, and the exit code is 4', async ({ start }) => {
    await (await start(ask('/a'))).ended()

    const missed = await (await start(`${ask('/b')}.catch(() => process.exit(0))`)).ended()

    expect(missed.code).toBe(4)
    expect(missed.stdout).toBe('')
    expect(missed.stderr).toMatch(/^No interaction in this cassette matches the request\./)
    expect(missed.stderr).toContain('recorded  "/a"\n               actual    "/b"')
  })

  test('a cassette that is missing is an error, and the exit code is 3', async ({
    start,
    server,
    cassettePath,
  }) => {
    const { code, stderr } = await (
      await start(`${ask('/')}.catch(() => {})`, { WIRETAPE_MODE: 'replay' })
    ).ended()

    expect(code).toBe(3)
    expect(stderr).toContain(cassettePath)
    expect(server.seen).toEqual([])
  })
})

describe('worker threads', () => {
  const inWorker = (source: string, more = ''): string => `
    const { Worker } = require('node:worker_threads')
    const code = ${JSON.stringify(source)}.replace('URL', JSON.stringify(url))
    const worker = new Worker(code, { eval: true, env: { PATH: '' }, ${more} })
    worker.on('error', () => {})`
  const asks = `fetch(URL).then((response) => response.text()).then((text) => process.stdout.write(text))`

  test('are named where they are not recorded', async ({ start, cassettePath }) => {
    const source = `${ask('/')}.then(() => {${inWorker(asks)}})`

    const { code, stdout, stderr } = await (await start(source)).ended()

    expect([code, stdout]).toEqual([0, 'okok'])
    expect(stderr).toMatch(
      /^wiretape: a worker thread of process \d+ \(.*\) is not recorded: .*\n.*wiretape record -c FILE -- command/,
    )
    expect(await bodiesIn(cassettePath)).toEqual(['ok'])
  })

  test.for(['', 'execArgv: []'])(
    'replay, each from the beginning: %s',
    async (more, { start, server }) => {
      await (await start(ask(''))).ended()
      await server.stop()

      const { code, stdout, stderr } = await (await start(inWorker(asks, more))).ended()

      expect([code, stdout, stderr]).toEqual([0, 'ok', ''])
    },
  )

  test('whose requests missed have the exit code be 4', async ({ start, server }) => {
    await (await start(ask('/'))).ended()
    await server.stop()
    const source = inWorker(`fetch(URL + '/b')`)

    const { code, stderr } = await (await start(source)).ended()

    expect(code).toBe(4)
    expect(stderr).toContain('No interaction in this cassette matches')
    expect(stderr).toContain('wiretape: 1 request of worker threads missed.\n')
  })
})

// The thread of module hooks loads the preloads, too, and would be the first to come to ours.
test('a preload that registers module hooks may stand before it', async ({
  start,
  folder,
  cassettePath,
}) => {
  const hooks = join(folder, 'hooks.cjs')
  const none = 'data:text/javascript,export {}'
  await writeFile(
    hooks,
    `if (require('node:worker_threads').isMainThread) require('node:module').register('${none}')`,
  )
  const flags = ['--no-deprecation', '-r', hooks, '-r', preload]

  const { code, stdout, stderr } = await (await start(ask('/'), {}, ...flags)).ended()

  expect([code, stdout, stderr]).toEqual([0, 'ok', ''])
  expect(await bodiesIn(cassettePath)).toEqual(['ok'])
})

describe('processes that it starts', () => {
  const child = (how: string): string => `
    const { execFileSync, fork } = require('node:child_process')
    const path = require('node:path').join(__dirname, 'child.cjs')
    require('node:fs').writeFileSync(path, ${JSON.stringify(ask('/child'))}.replace('url', JSON.stringify(url)))
    ${how}`
  const ways = [
    ['fork', "fork(path, { cwd: '/' })"],
    ['spawn', "process.stdout.write(execFileSync(process.execPath, [path], { cwd: '/' }))"],
    [
      'spawn, through a shell',
      "process.stdout.write(execFileSync('sh', ['-c', `node ${path}`], { env: { ...process.env, PATH: `${path}/..:${require('node:path').dirname(process.execPath)}:${process.env.PATH}` } }))",
    ],
    ['fork, with an environment of its own', "fork(path, { env: { A: 'a' } })"],
    [
      'execFile, with an environment of its own',
      `process.stdout.write(execFileSync(process.execPath, [path], { env: Object.create({ NODE_OPTIONS: '--no-warnings' }) }))`,
    ],
    [
      'spawn, with an environment of its own',
      `require('node:child_process').spawn(process.execPath, [path], {
         stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: '', WIRETAPE_MODE: undefined } })`,
    ],
    [
      'fork, by a worker thread, with environments of their own',
      `new (require('node:worker_threads').Worker)(
         "require('node:child_process').fork(require('node:worker_threads').workerData, { env: { A: 'a' } })",
         { eval: true, env: { B: 'b' }, workerData: path })`,
    ],
  ] as const

  test.for(ways)(
    'are named where they are not recorded: %s',
    async ([, how], { start, cassettePath }) => {
      const source = `${ask('/')}.then(() => {${child(how)}})`

      const { code, stdout, stderr } = await (await start(source)).ended()

      expect([code, stdout]).toEqual([0, 'okok'])
      expect(stderr).toMatch(/^wiretape: process \d+ \(child\.cjs\) is not recorded: /)
      expect(await bodiesIn(cassettePath)).toEqual(['ok'])
    },
  )

  test.for(ways)('replay, wherever they run: %s', async ([, how], { start, server }) => {
    await (await start(ask('/child'))).ended()
    await server.stop()

    const { code, stdout, stderr } = await (await start(child(how))).ended()

    expect([code, stdout, stderr]).toEqual([0, 'ok', ''])
  })

  test('are left alone where they are told of a cassette of their own', async ({
    start,
    server,
    cassettePath,
  }) => {
    const own = `fork(path, { execArgv: [], env: { WIRETAPE_CASSETTE: 'own.yaml' } })`
    await (await start(ask('/other'))).ended()

    const { stdout, stderr } = await (await start(child(own))).ended()

    expect([stdout, stderr]).toEqual(['ok', ''])
    expect(server.seen).toHaveLength(2)
    expect(loadCassette(cassettePath).interactions).toHaveLength(1)
  })

  test('replay what there is while the first one adds to it', async ({ start, server }) => {
    const env = { WIRETAPE_MODE: 'new-episodes' }
    await (await start(ask('/child'))).ended()
    server.reply((_request, response) => response.end('anew'))
    const source = `${ask('/other')}.then(() => {${child(ways[1][1])}})`

    const { stdout, stderr } = await (await start(source, env)).ended()

    expect([stdout, stderr]).toEqual(['anewok', ''])
  })

  test('are not named for what is let through', async ({ start, folder, server }) => {
    const config = { passthrough: [new URL(server.url).host] }
    await writeFile(join(folder, 'wiretape.config.json'), JSON.stringify(config))

    const { stdout, stderr } = await (
      await start(child(ways[1][1]), { WIRETAPE_FIRST_PROCESS: '1', WIRETAPE_FIRST_FOLDER: folder })
    ).ended()

    expect([stdout, stderr]).toEqual(['ok', ''])
  })

  test('have no hold on the cassette: a second program that records to it is refused', async ({
    start,
    cassettePath,
  }) => {
    const first = await start(`${ask('/')}; setInterval(() => {}, 1000)`)
    await first.printed('ok')

    const second = await (await start("process.stdout.write('began')")).ended()
    await first.end()

    expect(second).toEqual({
      code: 3,
      stdout: '',
      stderr:
        `wiretape: Another recorder is recording to ${cassettePath}.\n` +
        'Give each its own cassette, or let the other one stop first.\n',
    })
  })
})

describe('what it is told', () => {
  test('no cassette at all is wrong use, and the program does not begin', async ({ start }) => {
    const ran = await (
      await start("process.stdout.write('began')", { WIRETAPE_CASSETTE: '' })
    ).ended()

    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toContain(
      'WIRETAPE_CASSETTE=cassettes/app.yaml node -r wiretape/register app.js',
    )
  })

  test('a mode that is none is wrong use', async ({ start }) => {
    const { code, stderr } = await (await start('', { WIRETAPE_MODE: 'rewind' })).ended()

    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^wiretape: WIRETAPE_MODE is "rewind"/),
    ])
  })

  test('a cassette that is broken is named with its place', async ({ start, cassettePath }) => {
    await writeFile(cassettePath, 'version: 2\ninteractions: 3\n')

    const { code, stderr } = await (await start('')).ended()

    expect(code).toBe(3)
    expect(stderr).toContain(cassettePath)
    expect(stderr).not.toContain('    at ')
  })

  test('the options of the config file hold, and secrets do not reach the disk', async ({
    folder,
    server,
    cassettePath,
  }) => {
    await writeFile(
      join(folder, 'wiretape.config.json'),
      '{ "redact": { "json": ["iban"] }, "passthrough": [] }',
    )
    server.reply((_request, response) => response.end('{"iban":"DE1234567890"}'))
    const source = `fetch(${JSON.stringify(server.url)} + '/?api_key=planted-in-the-url', {
      headers: { authorization: 'Bearer planted-in-a-header' } }).then((r) => r.text())`
    await writeFile(join(folder, 'program.cjs'), source)

    const inFolder = `cd ${JSON.stringify(folder)} && exec "${process.execPath}" -r "${preload}" program.cjs`
    await new Bin(['-c', inFolder], { WIRETAPE_CASSETTE: 'cassette.yaml' }, ['sh']).ended()

    const text = await readFile(cassettePath, 'utf8')
    expect(text).toContain('[REDACTED:2]')
    expect(text).not.toMatch(/planted|DE1234567890/)
  })

  test('a cassette that is replaced meanwhile stays as it is, and the exit code is 3', async ({
    start,
    cassettePath,
  }) => {
    const replace = `require('node:fs').writeFileSync(${JSON.stringify(cassettePath)}, 'theirs')`

    const { code, stdout, stderr } = await (
      await start(`${ask('/')}.then(() => ${replace})`)
    ).ended()

    expect([code, stdout]).toEqual([3, 'ok'])
    expect(stderr).toContain('was changed by somebody else while it was being recorded to')
    expect(await readFile(cassettePath, 'utf8')).toBe('theirs')
  })
})
