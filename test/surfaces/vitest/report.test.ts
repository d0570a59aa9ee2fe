import { expect } from 'vitest'
import { type Report, formatReport } from '../../../src/surfaces/vitest/report.ts'
import { configured, test } from './suite.ts'

const nothing: Report = {
  played: 3,
  recorded: 0,
  missed: 0,
  written: [],
  removed: [],
  unanswered: [],
  unused: [],
  obsolete: [],
  doubtful: [],
  refused: [],
  warnings: [],
}

test('a run in which nothing changed and all went well is not worth a line', () => {
  expect(formatReport(nothing, false)).toBeUndefined()
})

test('everything else is told in one block', async () => {
  const text = formatReport(
    {
      played: 12,
      recorded: 3,
      missed: 1,
      written: [
        { cassette: 'cassettes/a.test/one.yaml', interactions: 1, redacted: 0, left: 0 },
        { cassette: 'cassettes/a.test/two.yaml', interactions: 2, redacted: 1, left: 0 },
        { cassette: 'cassettes/a.test/three.yaml', interactions: 2, redacted: 2, left: 3 },
      ],
      removed: ['cassettes/a.test/gone.yaml'],
      unanswered: [
        { cassette: 'cassettes/b.test/gone.yaml', count: 1 },
        { cassette: 'cassettes/b.test/late.yaml', count: 2 },
      ],
      unused: [{ cassette: 'cassettes/b.test/x.yaml', count: 2 }],
      obsolete: Array.from({ length: 22 }, (_, n) => `cassettes/a.test/${n}.yaml`),
      doubtful: ['cassettes/api/users/list.yaml'],
      refused: ['GET https://telemetry.example.com/'],
      warnings: ['::error::a warning\nof two lines\u001b[31m'],
    },
    false,
  )

  await expect(text).toMatchFileSnapshot('../../golden/vitest/report.txt')
})

test('its labels are dimmed on a terminal', () => {
  expect(formatReport({ ...nothing, missed: 1 }, true)).toContain('\u001b[2m  Cassettes\u001b[22m')
})

const asking = (titles: readonly string[]): string => `
  import { describe, test } from 'vitest'
  describe('chat', () => {
    for (const title of ${JSON.stringify(titles)}) {
      test(title, async () => { await fetch(process.env.UPSTREAM + '/' + title) })
    }
  })
`

test('cassettes that no test owns are told, and vitest -u removes them, and nothing else', async ({
  suite,
}) => {
  suite.write({
    'chat.test.js': asking(['one', 'two', 'three']),
    'other.test.js': asking(['four', 'five']),
  })
  await suite.run()
  suite.write({
    'chat.test.js': asking(['one']),
    'other.test.js': asking(['four']),
    'cassettes/by-hand.yaml': '---\nversion: 2\ninteractions: []\n',
    'cassettes/chat.test/notes.txt': 'mine',
  })
  const told = await suite.run()
  const filtered = await suite.run(['-t', 'one', '-u'])
  const kept = suite.cassettes
  const removed = await suite.run(['chat', '-u'])

  const obsolete =
    'obsolete  cassettes/chat.test/chat/three.yaml  (no test owns it: vitest -u removes it)'
  expect(told.stderr).toContain(obsolete)
  expect(filtered.stderr).not.toContain('obsolete')
  expect(kept).toContain('chat.test/chat/three.yaml')
  expect(removed.stderr).toContain('removed  cassettes/chat.test/chat/three.yaml')
  expect(suite.cassettes).toEqual([
    'by-hand.yaml',
    'chat.test/chat/one.yaml',
    'chat.test/notes.txt',
    'other.test/chat/five.yaml',
    'other.test/chat/four.yaml',
  ])
})

test('nothing is obsolete in a file of which a test fails, is skipped or is the only one', async ({
  suite,
}) => {
  const tests = {
    fails: "test('fails', () => { throw new Error('x') })",
    only: "test.only('only', () => {})",
    skipped: "test.skip('skipped', () => {})",
  }
  suite.write(configured('', 'allowOnly: true'))
  for (const [name, code] of Object.entries(tests)) {
    suite.write({
      [`${name}.test.js`]: `import { test } from 'vitest'\n${code}\ntest('passes', () => {})`,
      [`cassettes/${name}.test/one.yaml`]: '---\nversion: 2\ninteractions: []\n',
    })
  }

  const { text } = await suite.run(['-u'])

  expect(text).toContain('Test Files  1 failed | 2 passed (3)')
  expect(text).not.toContain('obsolete')
  expect(suite.cassettes).toEqual(Object.keys(tests).map((name) => `${name}.test/one.yaml`))
})

test('what may be the cassette of a test file in a folder of the same name is not removed', async ({
  suite,
}) => {
  const code = "import { test } from 'vitest'\ntest('passes', () => {})"
  suite.write({
    'api.js': code,
    'api/users.js': code,
    'cassettes/api/users/list.yaml': '---\nversion: 2\ninteractions: []\n',
    ...configured('', "include: ['*.js', 'api/*.js'], exclude: ['*.config.js', 'node_modules']"),
  })

  const { stderr } = await suite.run(['api.js', '-u'])

  expect(stderr).toContain("cassettes/api/users/list.yaml  (perhaps another test file's")
  expect(suite.cassettes).toEqual(['api/users/list.yaml'])
})

test('a request that no answer came to is told, for a replay has none', async ({
  suite,
  server,
}) => {
  suite.write({
    'late.test.js': `
      import { expect, test } from 'vitest'

      test('is late', async () => {
        const signal = AbortSignal.timeout(50)
        await expect(fetch(process.env.UPSTREAM, { signal })).rejects.toThrow('timeout')
      })
    `,
  })
  server.reply(() => {})
  const { code, text } = await suite.run()

  expect(code).toBe(0)
  expect(text).toContain('Cassettes  1 unanswered')
  expect(text).toContain('unanswered  cassettes/late.test/is-late-')
})
