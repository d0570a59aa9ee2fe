import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test as plainTest } from 'vitest'
import { test } from '../support/test.ts'
import { Bin, bin } from './bin.ts'
import { run } from './run.ts'

const seed = 'cassettes/simple_streaming.yaml'
const upstream = ['--upstream', 'http://127.0.0.1:1']

plainTest.each<[string, readonly string[], string]>([
  ['nothing to replay', ['replay'], "Missing required argument 'paths'."],
  [
    'a speed that is none',
    ['replay', seed, '--speed', '0'],
    'It is recorded, instant or a number above 0.',
  ],
  [
    'a wait that is none',
    ['replay', seed, '--max-wait', 'long'],
    'It is a duration like 500ms or 1.5s',
  ],
  [
    'a pace that is none',
    ['replay', seed, '--pace', 'fast'],
    'It is a number of events a second: 50/s.',
  ],
  ['a part that is none', ['replay', seed, '--match-on', 'method,mood'], 'matchOn[1] is "mood"'],
  ['a path that is none', ['replay', seed, '--ignore', '$.['], 'ignore'],
  [
    'a rule that cannot work',
    ['record', '-c', 'x.yaml', ...upstream, '--redact-pattern', '('],
    'redact.patterns',
  ],
  [
    'a size that is none',
    ['record', '-c', 'x.yaml', ...upstream, '--max-body', '1TB'],
    'It is a size like 64MiB, 256MiB at most.',
  ],
  ['a port that is none', ['replay', seed, '--port', '65536'], 'It is a number from 0 to 65535.'],
  [
    'repeats that are none',
    ['replay', seed, '--repeats', 'twice'],
    'Allowed choices are once, last, any.',
  ],
  [
    'a variable that is none',
    ['replay', seed, '--env', '=x'],
    'It is the name of a variable, or NAME=/path.',
  ],
  [
    'no address to listen on',
    ['record', '-c', 'x.yaml', ...upstream, '--host', ''],
    `host is "". It is an address or a name`,
  ],
  [
    'a header that is none',
    ['replay', seed, '--session-header', 'X Test:'],
    'sessionHeader is "X Test:", which no header is called.',
  ],
  ['help for no command', ['help', 'nope'], "Unknown command 'nope'."],
  ['no command behind --', ['replay', seed, '--'], 'Behind -- there is no command.'],
  [
    'a command without --',
    ['record', '-c', 'x.yaml', ...upstream, 'node', 'x.js'],
    'Put -- before a command that is to be run.',
  ],
  [
    'no cassette to record to',
    ['record', ...upstream],
    "Required option '-c, --cassette <file>' not specified.",
  ],
  [
    'an unknown mode',
    ['record', '-c', 'x.yaml', ...upstream, '--mode', 'live'],
    'The modes are once, replay, record, new-episodes, passthrough.',
  ],
  [
    'an upstream that is no URL',
    ['record', '-c', 'x.yaml', '--upstream', 'example'],
    `--upstream is "example". It is a URL, like 'https://api.example.com'.`,
  ],
  [
    'an upstream with a query',
    ['record', '-c', 'x.yaml', '--upstream', 'http://x/?a'],
    '--upstream holds a user, a query or a fragment.',
  ],
])('%s is wrong use', async (_, argv, message) => {
  const { code, stdout, stderr } = await run(argv)

  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/^wiretape: /)
  expect(stderr).toContain(message)
  expect(stderr).not.toContain('    at ')
})

test.for([
  ['a missing file', 'missing', /^wiretape: There is no cassette .*missing\.\nRecord it/],
  [
    'a folder without cassettes',
    'folder',
    /^wiretape: There are no cassettes in .*folder: no files/,
  ],
  ['an empty file', 'empty.yaml', /^wiretape: Cannot read .*empty\.yaml: line 1, column 1: /],
  ['no cassette', 'notes.yaml', /^wiretape: Cannot read .*notes\.yaml: line 1, column 1: /],
  [
    'a wrong version',
    'version.yaml',
    /: line 1, column 10: the version is "9", and wiretape reads 1 and 2\./,
  ],
] as const)('%s cannot be replayed', async ([, name, message], { folder }) => {
  await mkdir(join(folder, 'folder'))
  await writeFile(join(folder, 'empty.yaml'), '')
  await writeFile(join(folder, 'notes.yaml'), '- a\n- b\n')
  await writeFile(join(folder, 'version.yaml'), 'version: 9\ninteractions: []\n')

  const { code, stdout, stderr } = await run(['replay', join(folder, name)])

  expect([code, stdout]).toEqual([3, ''])
  expect(stderr).toMatch(message)
  expect(stderr).not.toContain('    at ')
})

test('a cassette that is to be replayed and is missing is told at the start', async ({
  cassettePath,
}) => {
  const { code, stderr } = await run(['record', '-c', cassettePath, ...upstream, '--mode', 'none'])

  expect([code, stderr]).toEqual([
    3,
    expect.stringContaining(`There is no cassette ${cassettePath}.`),
  ])
})

test('a folder cannot be recorded to', async ({ folder }) => {
  const { code, stderr } = await run(['record', '-c', folder, ...upstream])

  expect([code, stderr]).toEqual([
    3,
    `wiretape: ${folder} is a folder, not a cassette.\nName one of its files.\n`,
  ])
})

test('a working folder that was deleted is told of', async ({ folder }) => {
  const gone = join(folder, 'gone')
  await mkdir(gone)
  const inGone = ['sh', '-c', 'cd "$0" && rmdir "$0" && exec "$@"', gone, process.execPath, bin]

  const { code, stderr } = await new Bin(['ls'], {}, inGone).ended()

  expect(code).toBe(2)
  expect(stderr).toBe('wiretape: The working folder was deleted. Change to one that is there.\n')
})
