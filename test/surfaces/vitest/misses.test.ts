import { expect } from 'vitest'
import { configured, isOtherVitest, test } from './suite.ts'

const readable = (text: string, url: string): string =>
  text
    .replaceAll(url, 'http://upstream')
    .replace(/ RUN {2}.*\n/, '')
    .replace(/(?: Start at| Duration).*\n/g, '')
    .replace(/\b\d+ms\b/g, 'Nms')

test('a miss fails its test, swallowed or not, and explains itself once', async ({
  suite,
  server,
}) => {
  suite.write({
    'chat.test.js': `
      import { get } from 'node:http'
      import { test, expect } from 'vitest'

      const question = process.env.QUESTION ?? 'What is 2+2?'
      const ask = (path) => fetch(process.env.UPSTREAM + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ input: question }),
      })

      test('throws it', async () => {
        const response = await ask('/throws')
        expect(response.status).toBe(200)
      })

      test('swallows it', async () => {
        // As SDKs do. What is refused so often is a warning elsewhere.
        const times = process.env.QUESTION === undefined ? 1 : 3
        for (let time = 0; time < times; time++) await ask('/swallows').catch(() => {})
      })

      test('swallows it and fails', async () => {
        const text = await ask('/fails').then((response) => response.text(), () => 'nothing')
        expect(text).toBe('ok')
      })

      test('makes no request', () => {})
    `,
  })
  await suite.run()
  await server.stop()

  const { code, text } = await suite.run([], { QUESTION: 'What is 2+3?' })

  expect(code).toBe(1)
  expect(text.match(/Error: No interaction in this cassette matches/g)).toHaveLength(3)
  expect(text).not.toContain('third time')
  expect(suite.cassettes).toHaveLength(3)
  // Other versions frame it in other words, and from Node 24 on fetch does not say where it was called.
  if (isOtherVitest || Number.parseInt(process.versions.node, 10) >= 24) return
  await expect(readable(text, server.url)).toMatchFileSnapshot('../../golden/vitest/misses.txt')
})

test('expected misses do not fail a test', async ({ suite }) => {
  suite.write({
    'offline.test.js': `
      import { test, expect } from 'wiretape/vitest'
      test[test.override ? 'override' : 'scoped']({ cassetteOptions: { mode: 'replay' } })

      test('says that it is offline', async ({ cassette }) => {
        await expect(fetch('http://api.example.com/')).rejects.toThrow('fetch failed')
        await expect(cassette.fetch('http://api.example.com/')).rejects.toThrow('There is no cassette')
        expect(cassette).toHaveMissed(2)
      })

      test('is surprised', async ({ cassette }) => {
        await fetch('http://api.example.com/').catch(() => {})
        expect(cassette).not.toHaveMissed(2)
      })
    `,
  })

  const { text } = await suite.run()

  expect(text).toContain('1 failed | 1 passed')
  expect(text).toContain('FAIL  offline.test.js > is surprised\nCassetteNotFoundError: There is no')
  expect(text).not.toContain('FAIL  offline.test.js > says')
})

test('a miss has colours where vitest has them', async ({ suite }) => {
  suite.write({
    'offline.test.js': `
      import { test } from 'vitest'
      test('asks', async () => { await fetch('http://api.example.com/').catch(() => {}) })
    `,
    'cassettes/offline.test/asks.yaml': '---\nversion: 2\ninteractions: []\n',
  })

  const plain = await suite.run([], { NO_COLOR: '1' })
  const coloured = await suite.run([], { NO_COLOR: '', FORCE_COLOR: '1' })

  expect(plain.text).not.toContain('\u001b')
  expect(coloured.text).toMatch(/\u001b\[2mrequest {3}\u001b\[\S* GET http:\/\/api\.example\.com\//)
})

test('a miss that a client throws on is explained once, in colours, with the others named', async ({
  suite,
}) => {
  suite.write({
    'offline.test.js': `
      import axios from 'axios'
      import { test } from 'vitest'

      test('fetch', async () => { await fetch('http://api.example.com/') })
      test('axios', async () => {
        await axios.get('http://api.example.com/').catch(async (error) => {
          await axios.get('http://api.example.com/other').catch(() => {})
          throw error
        })
      })
    `,
    'cassettes/offline.test/fetch.yaml': '---\nversion: 2\ninteractions: []\n',
    'cassettes/offline.test/axios.yaml': '---\nversion: 2\ninteractions: []\n',
  })

  const plain = await suite.run([], { NO_COLOR: '1' })
  const coloured = await suite.run([], { NO_COLOR: '', FORCE_COLOR: '1' })

  // vitest 3 has each message a first time, in its list of tests.
  const failures = (text: string): string => text.slice(text.indexOf('Failed Tests'))
  expect(failures(coloured.text).match(/\u001b\[2mrequest {3}\u001b/g)).toHaveLength(2)
  for (const text of [plain.text, coloured.text].map(failures)) {
    expect(text.match(/No interaction in this cassette matches/g)).toHaveLength(2)
    expect(text).toContain(
      '2 requests were refused. The others:\n  GET http://api.example.com/other',
    )
  }
})

test('a try that swallows a miss fails also where the try before it threw on the same one', async ({
  suite,
}) => {
  suite.write({
    'offline.test.js': `
      import { test } from 'vitest'

      let tries = 0
      test('again', { retry: 1 }, async () => {
        const asking = fetch('http://api.example.com/')
        if (tries++ === 0) await asking
        else await asking.catch(() => {})
      })
    `,
    'cassettes/offline.test/again.yaml': '---\nversion: 2\ninteractions: []\n',
  })

  const { code, text } = await suite.run()

  expect(text).toContain('1 failed')
  expect(code).toBe(1)
})

test('unused interactions fail a test that says so, and else are reported', async ({ suite }) => {
  const ask = (paths: string): string => `
    import { test, expect } from 'wiretape/vitest'

    test('plays', async ({ cassette }) => {
      for (const path of ${paths}) await fetch(process.env.UPSTREAM + path)
      if (process.env.WHOLE) expect(cassette).toBeFullyPlayed()
    })
  `
  suite.write({ 'chat.test.js': ask("['/a', '/b']") })
  await suite.run()
  suite.write({ 'chat.test.js': ask("['/a']") })
  const warned = await suite.run()
  const expected = await suite.run([], { WHOLE: '1' })
  suite.write(configured("{ unused: 'fail' }"))
  const failed = await suite.run()
  suite.write(configured("{ unused: 'ignore' }"))
  const ignored = await suite.run()

  expect(warned).toMatchObject({ code: 0 })
  expect(warned.stderr).toContain('unused  cassettes/chat.test/plays.yaml  (1 never played)')
  expect(failed.text).toContain('UnusedInteractionsError: 1 interaction was never played')
  expect(expected.text).toContain('Error: 1 interaction was never played')
  expect(ignored).toMatchObject({ code: 0, stderr: '' })
})
