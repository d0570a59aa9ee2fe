import { describe, expect } from 'vitest'
import { configured, test } from './suite.ts'

/** Tests that run at once and whose requests, through each client, wait for one another. */
const concurrent = `
  import { get } from 'node:http'
  import { describe, expect, test } from 'vitest'
  import { request } from 'undici'

  const url = process.env.UPSTREAM
  const clients = {
    fetch: async (path) => (await fetch(url + path)).text(),
    undici: async (path) => (await request(url + path)).body.text(),
    http: (path) => new Promise((resolve, reject) => {
      get(url + path, (response) => {
        let text = ''
        response.on('data', (piece) => (text += piece))
        response.on('end', () => resolve(text))
      }).on('error', reject)
    }),
  }
  let started = 0
  let go
  const together = new Promise((resolve) => (go = resolve))

  describe.each(['a', 'b', 'c'])('%s', (name) => {
    test.concurrent.each(Object.keys(clients))('asks with %s', async (client) => {
      if (++started === 9) go()
      await together
      for (const nth of [1, 2, 3]) {
        const path = '/' + name + '/' + client + '/' + nth
        expect(await clients[client](path)).toBe(path)
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 5))
      }
    })
  })
`

describe('test.concurrent', () => {
  test.for(['forks', 'threads', 'vmThreads', 'vmForks'])(
    'each test keeps its own requests, in the pool %s',
    async (pool, { suite, server }) => {
      suite.write({
        'chat.test.js': concurrent,
        ...configured(
          '',
          'pool: process.env.POOL, sequence: { concurrent: true }, maxConcurrency: 9',
        ),
      })
      server.reply((request, response) => response.end(request.url))

      const recorded = await suite.run([], { POOL: pool })
      await server.stop()
      const replayed = await suite.run(['--sequence.shuffle'], { POOL: pool })

      expect(recorded).toMatchObject({ code: 0 })
      expect(replayed).toMatchObject({ code: 0, stderr: '' })
      expect(suite.cassettes).toHaveLength(9)
      for (const file of suite.cassettes) {
        const [, name = '', , client = ''] = /test\/(.)\/(asks-with-)(\w+)-/.exec(file) ?? []
        const urls = [...suite.read(`cassettes/${file}`).matchAll(/url: (\S+)/g)].map(
          ([, one]) => one,
        )
        expect(urls).toEqual([1, 2, 3].map((nth) => `${server.url}/${name}/${client}/${nth}`))
      }
    },
  )
})

test.for(['threads', 'vmThreads'])(
  'the dispatcher of a cassette sends what fetch is given, in the pool %s',
  async (pool, { suite }) => {
    suite.write({
      'chat.test.js': `
        import { expect, test } from 'wiretape/vitest'
        test('asks', async ({ cassette }) => {
          await fetch(process.env.UPSTREAM, { dispatcher: cassette.dispatcher })
          expect(cassette).toHavePlayed(1)
        })
      `,
      ...configured('', `pool: '${pool}'`),
    })

    expect(await suite.run()).toMatchObject({ code: 0 })
  },
)

test.for(['threads', 'vmThreads', 'vmForks'])(
  'a miss of fetch is the error that explains it, in the pool %s',
  async (pool, { suite }) => {
    suite.write({
      'empty.yaml': 'version: 2\ninteractions: []\n',
      'miss.test.js': `
        import { expect, test } from 'vitest'
        import { NoMatchError, withCassette } from 'wiretape'
        test('asks', async () => {
          let cause
          const asked = withCassette('empty.yaml', { mode: 'replay' }, async () => {
            try {
              await fetch('http://a.test/')
            } catch (error) {
              cause = error.cause
              throw error
            }
          })
          await expect(asked).rejects.toBeInstanceOf(NoMatchError)
          expect(cause).toMatchObject({ code: 'NO_MATCH', name: 'NoMatchError' })
        })
      `,
      ...configured('', `pool: '${pool}'`),
    })

    expect(await suite.run()).toMatchObject({ code: 0 })
  },
)

test('what an app that was started before concurrent tests sends is refused, loudly', async ({
  suite,
}) => {
  suite.write({
    'app.test.js': `
      import { beforeAll, expect, test } from 'vitest'
      let wake
      const done = new Promise((resolve) => {
        beforeAll(() => {
          const woken = new Promise((go) => (wake = go))
          void woken.then(() => fetch(process.env.UPSTREAM).catch(() => {})).then(resolve)
        })
      })
      let running = 0
      const work = async () => {
        if (++running === 2) wake()
        await done
      }
      test.concurrent('one', work)
      test.concurrent('two', work)
    `,
  })

  const { code, text } = await suite.run()

  expect(code).toBe(1)
  expect(text).toContain('2 failed')
  expect(text).toContain('A request cannot be given to one of the tests that run at once')
  expect(text).toContain('run these tests without test.concurrent')
  expect(suite.cassettes).toEqual([])
})

test('shuffled tests find their cassettes in every order', async ({ suite, server }) => {
  server.reply((request, response) => response.end(request.url))
  suite.write({
    'chat.test.js': `
      import { describe, expect, test } from 'vitest'
      describe.each(['a', 'b', 'c'])('%s', (group) => {
        test.each([1, 2, 3])('asks %i', async (nth) => {
          const path = '/' + group + '/' + nth
          expect(await (await fetch(process.env.UPSTREAM + path)).text()).toBe(path)
        })
      })
    `,
  })
  const shuffled = ['--sequence.shuffle.tests', '--sequence.seed']
  await suite.run([...shuffled, '1'])
  await server.stop()

  expect(suite.cassettes).toHaveLength(9)
  expect(await suite.run([...shuffled, '2'])).toMatchObject({ code: 0, stderr: '' })
  expect(await suite.run([...shuffled, '3'])).toMatchObject({ code: 0, stderr: '' })
})

test('test.scoped gives the tests of a group options of their own', async ({ suite }) => {
  suite.write({
    'chat.test.js': `
      import { describe } from 'vitest'
      import { test, expect } from 'wiretape/vitest'
      describe('replays', () => {
        test[test.scoped ? 'scoped' : 'override']({ cassetteOptions: { mode: 'replay' } })
        test('asks', ({ cassette }) => expect(cassette.recorder.mode).toBe('replay'))
      })
      test('asks', ({ cassette }) => expect(cassette.recorder.mode).toBe('once'))
    `,
  })

  const { code, text } = await suite.run()

  expect(text).toContain('2 passed')
  expect(code).toBe(0)
})
