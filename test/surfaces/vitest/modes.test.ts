import { describe, expect } from 'vitest'
import type { Loopback } from '../../support/loopback.ts'
import { type Suite, test } from './suite.ts'

const chat = `
  import { test, expect } from 'wiretape/vitest'

  test('says hi', async () => {
    const response = await fetch(process.env.UPSTREAM + '/hi')
    expect(await response.text()).toContain(process.env.EXPECTED ?? 'hi')
  })

  test('says bye', async () => {
    const response = await fetch(process.env.UPSTREAM + '/bye')
    expect(await response.text()).toContain('bye')
  })
`
const hi = 'chat.test/says-hi-e17d4470.yaml'
const bye = 'chat.test/says-bye-e7ae9ead.yaml'

/** Answers with the path, and with how many requests came before. */
function countOn(server: Loopback): void {
  server.reply((request, response) => response.end(`${request.url} #${server.seen.length}`))
}

/** The cassettes of an earlier run, without one. */
function writeCassettes(suite: Suite, server: Loopback): void {
  const cassette = (word: string): string => `---
version: 2
interactions:
- id: 0
  request: {method: GET, url: "${server.url}/${word}"}
  response: {status: 200 OK, code: 200, duration: 1ms, body: "${word}, long ago"}
`
  suite.write({ [`cassettes/${hi}`]: cassette('hi'), [`cassettes/${bye}`]: cassette('bye') })
}

test('the first run records, later ones replay without a network', async ({ suite, server }) => {
  suite.write({ 'chat.test.js': chat })
  countOn(server)
  const first = await suite.run()
  await server.stop()
  const second = await suite.run()

  expect(first).toMatchObject({ code: 0, text: expect.stringContaining('Cassettes  2 recorded') })
  expect(suite.cassettes).toEqual([bye, hi])
  expect(second).toMatchObject({ code: 0, stderr: '' })
  expect(second.text).not.toContain('assettes')
})

describe('in CI', () => {
  test('a missing cassette fails with its file and the line that records it', async ({ suite }) => {
    suite.write({ 'chat.test.js': chat })

    const { code, text } = await suite.run(['-t', 'says hi'], { CI: 'true' })

    expect(code).toBe(1)
    expect(text).toContain(
      `There is no cassette cassettes/${hi}.\n` +
        "Record it: npx vitest run chat.test.js -t '^says hi$' -u\n",
    )
    expect(suite.cassettes).toEqual([])
  })

  test('a cassette replays, and that line records it', async ({ suite, server }) => {
    suite.write({ 'chat.test.js': chat })
    countOn(server)
    const recorded = await suite.run(['chat.test.js', '-t', '^says hi$', '-u'], { CI: 'true' })
    await server.stop()
    const replayed = await suite.run(['-t', 'says hi'], { CI: 'true' })

    expect(recorded.text).toContain('Cassettes  1 recorded')
    expect(replayed).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('vitest -u', () => {
  test('records again what runs, and only that', async ({ suite, server }) => {
    suite.write({ 'chat.test.js': chat })
    countOn(server)
    writeCassettes(suite, server)
    const before = suite.read(`cassettes/${bye}`)
    await suite.run(['-t', 'says hi', '-u'])

    expect(suite.read(`cassettes/${hi}`)).toContain('/hi #1')
    expect(suite.read(`cassettes/${bye}`)).toBe(before)
  })

  test('leaves the cassette of a test that fails as it was', async ({ suite, server }) => {
    suite.write({ 'chat.test.js': chat })
    countOn(server)
    writeCassettes(suite, server)
    const before = suite.read(`cassettes/${hi}`)
    const { code, text } = await suite.run(['-u'], { EXPECTED: 'something else' })

    expect(code).toBe(1)
    expect(text).toContain(`written  cassettes/${bye}`)
    expect(suite.read(`cassettes/${hi}`)).toBe(before)
    expect(suite.cassettes).toEqual([bye, hi])
  })

  test.for(['replay', 'passthrough'])(
    'leaves a cassette whose test says mode: %s',
    async (mode, { suite, server }) => {
      suite.write({ 'chat.test.js': chat })
      countOn(server)
      writeCassettes(suite, server)
      suite.write({
        'chat.test.js': chat.replace(
          "test('says hi'",
          `test[test.override ? 'override' : 'scoped']({ cassetteOptions: { mode: '${mode}' } })\n$&`,
        ),
      })
      const before = suite.read(`cassettes/${hi}`)
      const { code } = await suite.run(['-u'])

      expect(code).toBe(0)
      expect(suite.read(`cassettes/${hi}`)).toBe(before)
    },
  )
})

test('what a failing first run recorded is not kept', async ({ suite }) => {
  suite.write({ 'chat.test.js': chat })
  await suite.run([], { EXPECTED: 'something else' })

  expect(suite.cassettes).toEqual([])
})

describe('a test that asks, and then skips itself', () => {
  const asks = `
    import { test } from 'vitest'

    test('asks', async ({ skip }) => {
      const response = await fetch(process.env.UPSTREAM + '/can')
      if ((await response.text()) === 'no') skip()
    })
  `

  test('is recorded, and skips itself in a replay', async ({ suite, server }) => {
    suite.write({ 'can.test.js': asks })
    server.reply((_, response) => response.end('no'))
    const first = await suite.run()
    await server.stop()
    const second = await suite.run([], { CI: 'true' })

    expect(first.text).toContain('Cassettes  1 recorded')
    expect(second).toMatchObject({ code: 0, text: expect.stringContaining('1 skipped') })
  })

  test('leaves the cassette that it had as it was', async ({ suite, server }) => {
    suite.write({ 'can.test.js': asks })
    server.reply((_, response) => response.end('yes'))
    await suite.run()
    const [file] = suite.cassettes
    const before = suite.read(`cassettes/${file}`)
    server.reply((_, response) => response.end('no'))
    const { text } = await suite.run(['-u'])

    expect(text).toContain('1 skipped')
    expect(suite.read(`cassettes/${file}`)).toBe(before)
  })
})
