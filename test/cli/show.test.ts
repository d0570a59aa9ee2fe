import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { stringifyCassette } from '../../src/core/codec/write.ts'
import { interaction } from '../support/interactions.ts'
import { test } from '../support/test.ts'
import { golden } from './golden-cassette.ts'
import { run } from './run.ts'

const seed = 'cassettes/simple_streaming.yaml'

test.each([80, 120])('the page of a recorded stream on %i columns', async (columns) => {
  const { code, stdout, stderr } = await run(['show', seed], { columns })

  expect([code, stderr]).toEqual([0, ''])
  await expect(stdout).toMatchFileSnapshot(`../golden/cli/show-seed-${columns}.txt`)
})

test('the page shows every kind of body, event and answer, and nothing of them acts', async ({
  cassettePath,
}) => {
  await writeFile(cassettePath, stringifyCassette(golden))

  const { stdout } = await run(['show', cassettePath], { columns: 80 })

  await expect(stdout.replace(cassettePath, basename(cassettePath))).toMatchFileSnapshot(
    '../golden/cli/show-all.txt',
  )
  expect(stdout.split('\n').filter((line) => line.startsWith('::'))).toEqual([])
})

test('a body that was kept with its coding is shown without it', async ({ cassettePath }) => {
  const body = new Uint8Array(gzipSync('{"name":"Ada"}'))
  const kept = { headers: { 'Content-Encoding': ['gzip'] }, body }
  const coded = { version: 2, interactions: [interaction({ request: kept, response: kept })] }
  await writeFile(cassettePath, stringifyCassette(coded))

  const page = (await run(['show', cassettePath])).stdout
  const { interactions } = JSON.parse((await run(['show', cassettePath, '--json'])).stdout)

  expect(page.match(/Ada/g)).toHaveLength(2)
  expect(interactions[0].response.body).toBe('{"name":"Ada"}')
})

test('--full cuts nothing', async ({ cassettePath }) => {
  await writeFile(cassettePath, stringifyCassette(golden))

  const { stdout } = await run(['show', cassettePath, '--full', '-i', '4'])

  expect(stdout.match(/tick \d+/g)).toHaveLength(75)
  expect(stdout).not.toContain('--full shows')
})

test('colours stand on a terminal alone', async () => {
  expect((await run(['show', seed], { columns: 80, colour: true })).stdout).toContain(
    '\u001b[32m200 OK',
  )
  expect((await run(['show', seed])).stdout).not.toContain('\u001b')
})

test('--json says all that the cassette says, with events and answers', async ({
  cassettePath,
}) => {
  await writeFile(cassettePath, stringifyCassette(golden))

  const shown = JSON.parse((await run(['show', cassettePath, '--json'])).stdout)

  expect(shown).toMatchObject({ file: cassettePath, version: 2 })
  expect(shown.interactions[1].events[3]).toMatchObject({
    event: 'content_block_delta',
    at: 1_204_000_000,
  })
  expect(shown.interactions[1].answer).toMatchObject({ text: 'Olá! 👋', model: 'claude-x' })
  expect(shown.interactions[2].response.body).toEqual({ base64: expect.stringMatching(/^AAcOF/) })
  expect(shown.interactions[3].request.url).toBe('https://api.example.com/v1/things/1')
})

test('an interaction goes by its id', async ({ cassettePath }) => {
  await writeFile(cassettePath, stringifyCassette(golden))

  const { stdout } = await run(['show', cassettePath, '-i', '3'])

  expect(stdout.match(/^━━.*$/gm)).toEqual([expect.stringContaining('━━ 3  DELETE')])
})

test('where ids tell nothing apart an interaction goes by its place', async ({ cassettePath }) => {
  const interactions = golden.interactions.map((interaction) => ({ ...interaction, id: 0 }))
  await writeFile(cassettePath, stringifyCassette({ version: 2, interactions }))

  const { stdout } = await run(['show', cassettePath, '-i', '3'])

  expect(stdout).toContain('━━ 3  DELETE')
})

test.each<[string, string[], number, string]>([
  [
    'a number that is not there',
    ['show', seed, '-i', '7'],
    2,
    `wiretape: ${seed} has no interaction 7. It has 1 interaction, 0.\n`,
  ],
  [
    'a number that is none',
    ['show', seed, '-i', 'x'],
    2,
    "wiretape: Option '-i, --interaction <n>' argument 'x' is invalid. It is a whole number, 0 or more.\n`wiretape show --help` says what it takes.\n",
  ],
  [
    'no file',
    ['show'],
    2,
    "wiretape: Missing required argument 'file'.\n`wiretape show --help` says what it takes.\n",
  ],
  [
    'a missing file',
    ['show', 'nope.yaml'],
    3,
    'wiretape: There is no cassette nope.yaml.\nRecord it: run once with WIRETAPE_MODE=once, or `wiretape record -c nope.yaml`.\n',
  ],
  [
    'a folder',
    ['show', 'src'],
    3,
    'wiretape: src is a folder, not a cassette.\nName one of its files.\n',
  ],
])('%s is told without a stack', async (_, argv, code, message) => {
  expect(await run(argv)).toEqual({ code, stdout: '', stderr: message })
})

test.for([
  ['an empty file', '', 'CASSETTE_FORMAT'],
  ['no cassette', 'services:\n  web: {}\n', 'CASSETTE_FORMAT'],
  ['a wrong version', 'version: 9\ninteractions: []\n', 'CASSETTE_VERSION'],
])(
  '%s is told with its place, as JSON too',
  async ([, text = '', code], { cassettePath: file }) => {
    await writeFile(file, text)

    const plain = await run(['show', file])
    const json = await run(['show', file, '--json'])

    expect(plain).toMatchObject({ code: 3, stdout: '' })
    expect(plain.stderr).toMatch(/^wiretape: Cannot read .*: line \d+, column \d+: /)
    expect(plain.stderr).not.toContain('    at ')
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { code, file, line: 1 } })
  },
)

test('of what is still being recorded everything whole is shown', async ({ cassettePath }) => {
  const partial = `${cassettePath}.partial`
  const whole = Buffer.from(
    stringifyCassette({ version: 2, interactions: golden.interactions.slice(3, 4) }),
  )
  await writeFile(partial, Buffer.concat([whole, Buffer.from('# end 0\n- id: 1\n  requ')]))

  const { code, stdout } = await run(['show', partial])

  expect(code).toBe(0)
  expect(stdout).toContain('━━ 3  DELETE')
  expect(stdout).toContain('1 interaction · ')
})
