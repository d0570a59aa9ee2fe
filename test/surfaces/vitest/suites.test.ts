import { describe, expect } from 'vitest'
import { configured, test } from './suite.ts'

test('one line in setupFiles is enough', async ({ suite, server }) => {
  suite.write({
    'chat.test.js': `
      import { test, expect } from 'vitest'
      test('asks', async () => {
        const response = await fetch(process.env.UPSTREAM)
        expect(await response.text()).toBe('ok')
      })
    `,
    'vitest.config.js': "export default { test: { setupFiles: ['wiretape/vitest/setup'] } }",
  })
  await suite.run()
  await server.stop()

  expect(suite.cassettes).toEqual(['chat.test/asks.yaml'])
  expect(await suite.run()).toMatchObject({ code: 0, stderr: '' })
})

test('a package that is no "type": "module" has its plugin, too', async ({ suite, server }) => {
  suite.write({
    'package.json': '{ "type": "commonjs", "private": true }',
    'chat.test.ts': `
      import { test, expect } from 'wiretape/vitest'
      test('asks', async ({ cassette }) => {
        await fetch(process.env.UPSTREAM as string)
        expect(cassette).toHavePlayed(1)
      })
    `,
    'vitest.config.ts': suite.read('vitest.config.js'),
  })
  suite.remove('vitest.config.js')
  const recorded = await suite.run()
  await server.stop()
  const replayed = await suite.run()

  expect(recorded.text).toContain('Cassettes  1 recorded')
  expect(replayed.code).toBe(0)
  expect(replayed.text).not.toContain('Cassettes')
})

test('without a setup file only the tests of wiretape/vitest have cassettes', async ({ suite }) => {
  suite.write({
    'chat.test.js': `
      import { test, expect } from 'wiretape/vitest'
      import { test as plain } from 'vitest'

      test('has one', async ({ cassette }) => {
        expect(await (await cassette.fetch(process.env.UPSTREAM)).text()).toBe('ok')
        expect(cassette.file).toBe('cassettes/chat.test/has-one-a5f5640c.yaml')
        expect(cassette).toHavePlayed(1)
      })
      plain('has none', async () => { await fetch(process.env.UPSTREAM) })
    `,
    'vitest.config.js': 'export default {}',
  })

  expect(await suite.run()).toMatchObject({ code: 0 })
  expect(suite.cassettes).toEqual(['chat.test/has-one-a5f5640c.yaml'])
})

describe('a request outside of tests', () => {
  const url = 'http://api.example.com/v1?key=abcdef'

  test('is refused, but to this machine and what may pass', async ({ suite }) => {
    suite.write({
      'chat.test.js': `
        import { beforeAll, expect, test } from 'vitest'
        const errors = {}
        const ask = (url) => fetch(url).catch((error) => { errors[url] = error.cause.message })
        beforeAll(async () => {
          await ask(process.env.UPSTREAM)
          await ask('${url}')
          await ask('http://metrics.invalid/')
        })
        test('is offline', () => {
          expect(errors[process.env.UPSTREAM]).toBe(undefined)
          expect(errors['http://metrics.invalid/']).toMatch('ENOTFOUND')
          expect(errors['${url}']).toBe(
            'A request was made outside any test: GET http://api.example.com/v1?key=REDACTED-1\\n' +
            'No cassette is open there. Make it in the test or in beforeEach, answer it with a mock, ' +
            "or let it through with passthrough: ['api.example.com'].")
        })
      `,
      ...configured('{ passthrough: [/^http:..metrics/] }'),
    })

    const { text, stderr } = await suite.run([], { http_proxy: '' })

    expect(text).toContain('1 passed')
    expect(stderr).toContain(
      'refused  GET http://api.example.com/v1?key=REDACTED-1  (outside any test)',
    )
  })

  const ask = (name: string): string => `fetch('${url.replace('v1', name)}')`
  const places = {
    'while-imported': `await ${ask('while-imported')}.catch(() => {})`,
    'before-all': `beforeAll(() => ${ask('before-all')}.catch(() => {}))`,
    'after-all': `afterAll(() => ${ask('after-all')}.catch(() => {}))`,
    'thrown-before-all': `beforeAll(() => ${ask('thrown-before-all')})`,
    'awaited-in-a-test': `
      const asked = ${ask('awaited-in-a-test')}
      asked.catch(() => {})
      test('awaits it', () => asked)
    `,
  }

  test('fails its file, once, wherever it was made', async ({ suite }) => {
    for (const [name, code] of Object.entries(places)) {
      suite.write({
        [`${name}.test.js`]: `
          import { afterAll, beforeAll, expect, test } from 'vitest'
          ${code}
          test('makes no request', () => {})
        `,
      })
    }

    const { code, text, stderr } = await suite.run()

    expect(code).toBe(1)
    expect(text).toContain('Test Files  5 failed (5)')
    expect(stderr).not.toContain('node_modules/wiretape')
    for (const name of Object.keys(places)) {
      const error = `Error: A request was made outside any test: GET http://api.example.com/${name}?`
      expect(stderr.split(error)).toHaveLength(2)
      expect(stderr).toContain(`FAIL  ${name}.test.js`)
    }
    expect(stderr.match(/Error: A request was made outside any test: GET/g)).toHaveLength(5)
    expect(stderr.match(/passthrough: \['api\.example\.com'\]/g)).toHaveLength(5)
  })
})

test('tests of a file that name one cassette share it', async ({ suite, server }) => {
  suite.write({
    'chat.test.js': `
      import { test, expect } from 'wiretape/vitest'
      test[test.override ? 'override' : 'scoped']({ cassetteOptions: { name: 'shared/chat' } })
      test('asks first', async () => { await fetch(process.env.UPSTREAM + '/1') })
      test('asks second', async () => { await fetch(process.env.UPSTREAM + (process.env.SECOND ?? '/2')) })
    `,
  })
  await suite.run()
  await server.stop()
  const replayed = await suite.run()
  const missed = await suite.run([], { SECOND: '/3' })

  expect(suite.cassettes).toEqual(['shared/chat.yaml'])
  expect(replayed).toMatchObject({ code: 0, stderr: '' })
  expect(missed.text).toContain('1 failed | 1 passed')
  expect(missed.text).toContain('FAIL  chat.test.js > asks second')
})

test('a shared cassette that cannot be opened does not keep another from being saved', async ({
  suite,
}) => {
  const asking = (name: string) => `
    describe('${name}', () => {
      test[test.override ? 'override' : 'scoped']({ cassetteOptions: { name: '${name}' } })
      test('asks', async () => { await fetch(process.env.UPSTREAM) })
    })
  `
  suite.write({
    'cassettes/broken.yaml': 'no cassette',
    'chat.test.js': `
      import { describe } from 'vitest'
      import { test } from 'wiretape/vitest'
      ${asking('broken')}
      ${asking('good')}
    `,
  })

  const { text } = await suite.run()

  expect(text).toContain('1 failed | 1 passed')
  expect(text).toContain('Error: Cannot read cassettes/broken.yaml')
  expect(suite.cassettes).toEqual(['broken.yaml', 'good.yaml'])
})

test('a name that leads out of the folder is refused', async ({ suite }) => {
  suite.write({
    'chat.test.js': `
      import { test } from 'wiretape/vitest'
      test[test.override ? 'override' : 'scoped']({ cassetteOptions: { name: '../secret' } })
      test('asks', () => {})
    `,
  })

  const { text } = await suite.run()

  expect(text).toContain('TypeError: The cassette "../secret" is not in the folder')
})

test('a retried test keeps what its last try recorded, a repeated one replays', async ({
  suite,
  server,
}) => {
  suite.write({
    'chat.test.js': `
      import { test, expect } from 'vitest'
      let tries = 0
      test('retries', { retry: 3 }, async () => {
        await fetch(process.env.UPSTREAM + '/try')
        expect(++tries).toBe(3)
      })
      test('repeats', { repeats: 2 }, async () => { await fetch(process.env.UPSTREAM + '/repeat') })
    `,
  })
  const { code } = await suite.run()

  expect(code).toBe(0)
  expect(server.seen.map(({ url }) => url)).toEqual(['/try', '/try', '/try', '/repeat'])
  expect(suite.read('cassettes/chat.test/retries.yaml').match(/url:/g)).toHaveLength(1)
})

test('projects have folders of their own', async ({ suite, server }) => {
  suite.write({
    'src/chat.test.js': `
      import { test } from 'vitest'
      test('asks', async () => { await fetch(process.env.UPSTREAM) })
    `,
    'vitest.config.js': `
      import { version } from 'vitest/node'
      import { wiretape } from 'wiretape/vitest'
      const key = version.startsWith('3.1') ? 'workspace' : 'projects'
      const project = (name) => ({ extends: true, test: { name } })
      const projects = ['unit', 'end to end'].map(project)
      export default { plugins: [wiretape()], test: { [key]: projects } }
    `,
  })
  const recorded = await suite.run()
  await server.stop()

  expect(recorded.stderr.match(/Cassettes/g)).toHaveLength(1)
  expect(suite.cassettes).toEqual([
    'end-to-end-2eaf0670/src/chat.test/asks.yaml',
    'unit/src/chat.test/asks.yaml',
  ])
  expect(await suite.run()).toMatchObject({ code: 0, stderr: '' })
})

test('the packages of a monorepo have the same cassettes, wherever vitest is started', async ({
  suite,
  server,
}) => {
  const asks = `
    import { test } from 'vitest'
    test('asks', async () => { await fetch(process.env.UPSTREAM) })
  `
  const plugin =
    "import { wiretape } from 'wiretape/vitest'; export default { plugins: [wiretape()] }"
  const packages = ['one', 'two'].map((name) => ({
    [`packages/${name}/package.json`]: `{ "name": "@mono/${name}", "type": "module" }`,
    [`packages/${name}/vitest.config.js`]: plugin,
    [`packages/${name}/chat.test.js`]: asks,
  }))
  suite.write({
    ...packages[0],
    ...packages[1],
    'vitest.config.js': `
      import { version } from 'vitest/node'
      const key = version.startsWith('3.1') ? 'workspace' : 'projects'
      export default { test: { [key]: ['packages/*'] } }
    `,
  })
  const recorded = await suite.run()
  await server.stop()

  expect(recorded.stderr).toContain('written  packages/one/cassettes/chat.test/asks.yaml')
  expect(recorded.stderr).toContain('packages/two/cassettes/chat.test/asks.yaml')
  expect(await suite.run(['--root', 'packages/two'])).toMatchObject({ code: 0, stderr: '' })
})

test('without isolation every file has its cassettes', async ({ suite, server }) => {
  const code = `
    import { describe } from 'vitest'
    import { test } from 'wiretape/vitest'
    describe('group', () => {
      test('asks', async ({ cassette }) => { await fetch(process.env.UPSTREAM) })
    })
  `
  const config = 'export default { test: { isolate: false, fileParallelism: false } }'
  suite.write({ 'a.test.js': code, 'b.test.js': code, 'vitest.config.js': config })
  await suite.run()
  await server.stop()

  expect(suite.cassettes).toEqual(['a.test/group/asks.yaml', 'b.test/group/asks.yaml'])
  expect(await suite.run()).toMatchObject({ code: 0, stderr: '' })
})

test('without isolation the setup file holds for every file', async ({ suite, server }) => {
  const code = (name: string): string => `
    import { expect, test } from 'vitest'
    import { test as ours } from 'wiretape/vitest'
    test('asks', async () => { expect((await fetch(process.env.UPSTREAM)).ok).toBe(true) })
    ours('has ${name}', async ({ cassette }) => { expect(cassette.file).toContain('${name}.test') })
  `
  const config =
    "export default { test: { setupFiles: ['wiretape/vitest/setup'], isolate: false, fileParallelism: false } }"
  suite.write({ 'a.test.js': code('a'), 'b.test.js': code('b'), 'vitest.config.js': config })
  const recorded = await suite.run()
  await server.stop()

  expect(recorded).toMatchObject({ code: 0 })
  expect(suite.cassettes).toEqual(['a.test/asks.yaml', 'b.test/asks.yaml'])
  expect(await suite.run()).toMatchObject({ code: 0, stderr: '' })
})

test('replay at the recorded speed does not wait for fake timers, unless it is to', async ({
  suite,
  server,
}) => {
  suite.write({
    'slow.test.js': `
      import { vi } from 'vitest'
      import { test, expect } from 'wiretape/vitest'
      const ask = async () => (await fetch(process.env.UPSTREAM)).text()

      test[test.override ? 'override' : 'scoped']({
        cassetteOptions: { speed: 'recorded', clock: process.env.CLOCK },
      })
      test('ticks', async () => {
        if (!process.env.FAKE) return void (await ask())
        vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
        let text
        const asked = ask().then((read) => (text = read))
        for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
        if (process.env.CLOCK === 'global') {
          expect(text).toBe(undefined)
          await vi.advanceTimersByTimeAsync(10_000)
        }
        await asked
        expect(text).toBe('ok')
        vi.useRealTimers()
      })
    `,
  })
  server.reply((_request, response) => setTimeout(() => response.end('ok'), 150))
  await suite.run()
  await server.stop()

  expect(await suite.run([], { FAKE: '1', CLOCK: 'process' })).toMatchObject({ code: 0 })
  expect(await suite.run([], { FAKE: '1', CLOCK: 'global' })).toMatchObject({ code: 0 })
})

test('fixtures are cassettes of the root', async ({ suite }) => {
  suite.write({
    'cassettes/hello.yaml': [
      '---',
      'version: 2',
      'interactions:',
      '- id: 0',
      '  request: {method: GET, url: "http://localhost/"}',
      '  response: {status: 200 OK, code: 200, duration: 1ms, body: "hello"}',
    ].join('\n'),
    'src/fixture.test.js': `
      import { test, expect, fixture } from 'wiretape/vitest'
      test('says hello', async () => {
        expect(await fixture('hello').response().text()).toBe('hello')
        expect(() => fixture('../package')).toThrow('is not in the folder')
      })
    `,
  })

  expect(await suite.run()).toMatchObject({ code: 0, stderr: '' })
})
