import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import OpenAI from 'openai'
import { expect } from 'vitest'
import { stringifyCassette } from '../../src/core/codec/write.ts'
import { Loopback } from '../support/loopback.ts'
import { eventStream, interaction } from '../support/interactions.ts'
import { test } from '../support/test.ts'
import { Bin, node, runBin } from './bin.ts'

const seed = 'cassettes/simple_streaming.yaml'

const seedRequest: OpenAI.ChatCompletionCreateParamsStreaming = {
  messages: [
    { content: 'You are a helpful assistant', role: 'system' },
    { content: 'Say hi in Portuguese', role: 'user' },
  ],
  model: 'openai/gpt-5',
  max_completion_tokens: 4_000,
  stream_options: { include_usage: true },
  stream: true,
}

/** What the openai package makes of the seed's answer. */
const sayHi = `
  const { default: OpenAI } = await import('openai')
  const stream = await new OpenAI({ apiKey: 'none' }).chat.completions.create(${JSON.stringify(seedRequest)})
  for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta?.content ?? '')
`

test('a real client gets the recorded stream and its usage, headers after the recorded time', async () => {
  const bin = new Bin(['replay', seed, '--port', '0'])
  const client = new OpenAI({ apiKey: 'none', baseURL: `${await bin.url()}/v1` })

  const startedAt = performance.now()
  const stream = await client.chat.completions.create(seedRequest)
  const headersAfter = performance.now() - startedAt
  const chunks: OpenAI.ChatCompletionChunk[] = []
  for await (const chunk of stream) chunks.push(chunk)

  expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe('Olรก!')
  expect(chunks.findLast(({ usage }) => usage)?.usage).toMatchObject({ completion_tokens: 93 })
  expect(headersAfter).toBeGreaterThan(500)
  expect(await bin.end()).toMatchObject({ code: 0, stderr: expect.stringContaining('1 played') })
})

test('--json says where it listens on one line', async () => {
  const bin = new Bin(['replay', seed, '--json', '--speed', 'instant'])

  const { url, port } = JSON.parse(await bin.firstLine())

  expect(url).toBe(`http://127.0.0.1:${port}`)
  const { stdout, stderr } = await bin.end('SIGINT')
  expect(stdout.trim().split('\n')).toHaveLength(1)
  expect(JSON.parse(stderr)).toMatchObject({ counts: { played: 0, unused: 1 } })
})

test('a wrapped command finds the server, and its output is its own', async () => {
  const ran = await runBin(['replay', seed, '--speed', 'instant', '--', ...node(sayHi)])

  expect(ran).toMatchObject({ code: 0, stdout: 'Olรก!' })
  expect(ran.stderr).toBe(
    'Playing 1 interaction of 1 cassette, speed instant.\nwiretape: 1 played\n',
  )
})

test('a run whose command cannot be set up ends, and says why', async () => {
  const ran = await runBin(['replay', seed, '--', ...node('')], { TMPDIR: '/dev/null/none' })

  expect(ran).toMatchObject({ code: 3, stdout: '' })
  expect(ran.stderr).toMatch(/wiretape: Cannot write \/dev\/null\/none\/.*: ENOTDIR\.\n/)
})

test('the options of the project hold, and those typed stand above them', async ({ folder }) => {
  const config = join(folder, 'wiretape.config.json')
  await writeFile(config, '{ "speed": "instant" }')
  const argv = ['replay', seed, '--config', config]

  const theirs = await runBin([...argv, '--', ...node('')])
  const typed = await runBin([...argv, '--speed', '2', '--', ...node('')])

  expect(theirs.stderr).toContain('speed instant.')
  expect(typed.stderr).toContain('speed 2.')
})

test('--quiet says nothing', async () => {
  const ran = await runBin(['replay', seed, '--quiet', '--speed', 'instant', '--', ...node(sayHi)])

  expect(ran).toEqual({ code: 0, stdout: 'Olรก!', stderr: '' })
})

test('the variables of the wrapped command are the server’s URL, with the recorded prefix', async ({
  folder,
}) => {
  const url = 'https://openrouter.ai/api/v1/chat/completions'
  const file = join(folder, 'router.yaml')
  await writeFile(
    file,
    stringifyCassette({ version: 2, interactions: [interaction({ request: { url } })] }),
  )
  const names = ['WIRETAPE_URL', 'ANTHROPIC_BASE_URL', 'OPENAI_BASE_URL', 'MY_URL', 'MY_OTHER']
  const print = node(
    `for (const name of process.argv.slice(1)) console.log(process.env[name])`,
    ...names,
  )

  const options = ['replay', file, '--env', 'MY_URL=/x', '--env', 'MY_OTHER']

  const { stdout } = await runBin([...options, '--', ...print])

  const [bare = ''] = stdout.split('\n')
  expect(bare).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(stdout.trim().split('\n')).toEqual([bare, bare, `${bare}/api/v1`, `${bare}/x`, bare])
})

test('misses are explained at the end, and count before the command’s own code', async () => {
  const ask = node(`await fetch(process.env.WIRETAPE_URL + '/v1/nothing'); process.exitCode = 7`)

  const { code, stdout, stderr } = await runBin(['replay', seed, '--', ...ask])

  expect([code, stdout]).toEqual([4, ''])
  expect(stderr).toContain('wiretape: 1 missed\nnever played: 1 of 1\n')
  expect(stderr).toContain('No interaction in this cassette matches the request.')
  expect(stderr).toContain(`cassette   ${seed}   (1 interaction)`)
})

test.for([
  ['--upstream', 'ftp://api.test', 'Its protocol is http: or https:'],
  ['--upstream', 'localhost:3000', 'Write http://localhost:3000'],
  ['--cors', 'http://page.test/', 'which no page has as its origin'],
  ['--on-miss', 'passthrough', 'no host is known: the cassettes are empty'],
] as const)('%s %s is wrong use', async ([flag, value, told], { cassettePath }) => {
  await writeFile(cassettePath, stringifyCassette({ version: 2, interactions: [] }))

  const ran = await runBin(['replay', cassettePath, flag, value])

  expect(ran).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(told) })
})

test('--unused fail is a finding', async () => {
  const { code, stderr } = await runBin(['replay', seed, '--unused', 'fail', '--', ...node('')])

  expect(code).toBe(1)
  expect(stderr).toContain('1 interaction was never played')
  expect(stderr).toContain('or allow it with --unused ignore.')
})

test.each<[string, readonly string[], number]>([
  ['its exit code', node('process.exit(9)'), 9],
  ['the signal that ended it', node(`process.kill(process.pid, 'SIGTERM')`), 143],
  ['that there is no such command', ['no-such-command-anywhere'], 127],
  ['that it is no program', ['./package.json'], 126],
])('the end of the wrapped command: %s', async (_, command, code) => {
  const ran = await runBin(['replay', seed, '--', ...command])

  expect(ran).toMatchObject({ code, stdout: '' })
  // What was ended, or never began, has not gone past us.
  expect(ran.stderr.includes('went past')).toBe(code === 9)
})

test('signals are passed on to the wrapped command', async () => {
  const wait = node(`
    process.on('SIGINT', () => { console.log('ending'); process.exit(3) })
    setInterval(() => {}, 1_000)
    console.log('ready')
  `)
  const bin = new Bin(['replay', seed, '--', ...wait])
  await bin.printed('ready')

  expect(await bin.end('SIGINT')).toMatchObject({ code: 3, stdout: 'ready\nending\n' })
})

test('a folder is one sequence in the order of its paths; what is broken in it is named', async ({
  folder,
}) => {
  await mkdir(join(folder, 'a'))
  const first = eventStream('data: one\n\n')
  await writeFile(
    join(folder, 'a/z.yaml'),
    stringifyCassette({ version: 2, interactions: [first] }),
  )
  await copyFile(seed, join(folder, 'b.yaml'))
  await writeFile(join(folder, 'c.yaml'), 'no: cassette\n')
  const bin = new Bin(['replay', folder])

  const response = await fetch(`${await bin.url()}/v1`)

  expect(await response.text()).toBe('data: one\n\n')
  const { code, stderr } = await bin.end()
  expect(code).toBe(3)
  expect(stderr).toContain(`wiretape: Cannot read ${join(folder, 'c.yaml')}: line 1`)
  expect(stderr).toContain('Playing 2 interactions of 2 cassettes')
})

test('a server that other machines can reach says so', async () => {
  const bin = new Bin(['replay', seed, '--host', '0.0.0.0'])
  await bin.firstLine()

  const { stderr } = await bin.end()

  expect(stderr).toContain('Other machines can reach this server.\n')
})

test('a port in use is told', async () => {
  const other = await Loopback.start()

  const { code, stdout, stderr } = await runBin([
    'replay',
    seed,
    '--port',
    other.url.split(':')[2]!,
  ])

  await other.stop()
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/^wiretape: Port \d+ on 127\.0\.0\.1 is in use\.\nChoose another/)
})

test('what to do about a miss can be typed as it stands', async () => {
  const ask = (url: string) => node(`await fetch(process.env.WIRETAPE_URL + '${url}')`)
  const other = await runBin(['replay', seed, '--', ...ask('/v1/models')])
  const same = await runBin([
    'replay',
    seed,
    '--match-on',
    'path',
    '--repeats',
    'once',
    '--',
    ...node(`
      const url = process.env.WIRETAPE_URL + '/v1/chat/completions'
      for (const _ of [1, 2]) await (await fetch(url)).text()
    `),
  ])

  expect(other.stderr).toContain(`record again with \`wiretape record -c ${seed}\`\n`)
  expect(other.stderr).toContain(`add it with --on-miss record -c ${seed}\n`)
  expect(same.stderr).toContain('one recording may answer it again: --repeats last\n')
})

test('the line to type holds the name of a cassette as a shell reads it', async ({ folder }) => {
  const file = join(folder, "it's mine.yaml")
  await copyFile(seed, file)

  const { stderr } = await runBin([
    'replay',
    file,
    '--',
    ...node("await fetch(process.env.WIRETAPE_URL + '/v1/models')"),
  ])

  expect(stderr).toContain(`\`wiretape record -c '${folder}/it'\\''s mine.yaml'\`\n`)
})
