import { describe, expect } from 'vitest'
import { configured, test } from './suite.ts'

const chat = `
  import { test } from 'wiretape/vitest'
  test[test.override ? 'override' : 'scoped']({ cassetteOptions: { redact: { json: ['pin'] } } })
  test('asks', async () => {
    const body = { iban: 'DE02120300000000202051', pin: 'four-digits', bic: 'BYLADEM1001', id: 'acct_1' }
    await fetch(process.env.UPSTREAM, { method: 'POST', body: JSON.stringify(body) })
  })
`
const config = `
  import type { Interaction } from 'wiretape'
  export default {
    redact: { json: ['iban'] },
    beforeRecord: ({ request, ...rest }: Interaction) => ({ ...rest, request: { ...request, host: 'hooked' } }),
  }
`

test.for(['forks', 'threads', 'vmThreads', 'vmForks'])(
  'rules and functions of wiretape.config.ts hold for every test, in the pool %s',
  async (pool, { suite }) => {
    suite.write({
      'chat.test.js': chat,
      'wiretape.config.ts': config,
      ...configured("{ redact: { json: ['bic'], patterns: [/acct_\\w+/] } }", `pool: '${pool}'`),
    })
    const { code } = await suite.run()
    const recorded = suite.read('cassettes/chat.test/asks.yaml')

    expect(code).toBe(0)
    expect(recorded).toContain('host: hooked')
    expect(recorded).toContain(
      `{"iban":"[REDACTED:1]","pin":"[REDACTED:2]","bic":"[REDACTED:3]","id":"[REDACTED:4]"}`,
    )
  },
)

test('what it lets through is let through outside of tests, too', async ({ suite, server }) => {
  suite.write({
    'chat.test.js': `
      import { beforeAll, expect, test } from 'vitest'
      let error
      beforeAll(async () => { error = await fetch('http://metrics.invalid/').catch((one) => one) })
      test('is offline', () => expect(error.cause.message).toMatch('ENOTFOUND'))
    `,
    'wiretape.config.json': '{ "passthrough": ["metrics.invalid"] }',
  })
  await server.stop()

  expect(await suite.run([], { http_proxy: '' })).toMatchObject({ code: 0, stderr: '' })
})

test('it is found where vitest was started, if its root has none', async ({ suite, server }) => {
  suite.write({
    'packages/a/chat.test.js': chat,
    'wiretape.config.js': "export default { mode: 'replay' }",
    'packages/a/vitest.config.js': suite.read('vitest.config.js'),
  })
  const { text } = await suite.run(['--root', 'packages/a'])

  expect(text).toContain('There is no cassette packages/a/cassettes/chat.test/asks.yaml.')
  expect(server.seen).toEqual([])
})

describe('one that is broken fails the run by its file and line', () => {
  test.for([
    ['wiretape.config.json', '{\n  "redakt": {}\n}', '2: redakt is no option.'],
    ['wiretape.config.json', '{\n  "seed": 1,\n}', '3:1 is no JSON: '],
    ['wiretape.config.js', '\nexport default {', '2 cannot be loaded: Unexpected end of input'],
    ['wiretape.config.js', '\nnull.redact', '2:6 cannot be loaded: Cannot read properties of null'],
    ['wiretape.config.ts', 'const a: number = 1\nexport default { a b }', '2:'],
    ['wiretape.config.ts', '\n\nexport default { repeats: 1 as unknown }', '3: repeats is 1.'],
  ] as const)('%s: %s', async ([name, text, message], { suite }) => {
    suite.write({ 'chat.test.js': chat, [name]: text })
    const run = await suite.run()

    expect(run.code).toBe(1)
    expect(run.text).toContain(`${name}:${message}`)
  })
})
