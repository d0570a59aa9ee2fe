import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { stringifyCassette } from '../../src/core/codec/write.ts'
import { interaction } from '../support/interactions.ts'
import { test } from '../support/test.ts'
import { run } from './run.ts'

const key = 'sk-' + 'abcDEF0123'.repeat(4)

function cassette(body: string, version = 2): string {
  const lines = [
    '---',
    `version: ${version}`,
    'interactions:',
    '- request:',
    `    body: '{"api_key":"${body}"}'`,
    '    form: {}',
    '    headers: {}',
    '    url: https://api.example.com/?page=2',
    '    method: POST',
    '  response:',
    '    body: ok    # by hand',
    '    headers: {}',
    '    status: 200 OK',
    '    code: 200',
    "    duration: ''",
  ]
  return `${lines.join('\n')}\n`
}

async function fill(folder: string): Promise<void> {
  await writeFile(join(folder, 'a.yaml'), cassette('o0p1a2q3u4e5'))
  await writeFile(join(folder, 'b.yaml'), cassette(key))
  await writeFile(join(folder, 'c.yaml'), cassette(key.toUpperCase(), 1))
}

test('scan says file, line, column, rule and the masked value, and exits 1', async ({ folder }) => {
  await fill(folder)

  const { code, stdout, stderr } = await run(['scan', folder])

  expect(code).toBe(1)
  expect(stdout + stderr).not.toContain(key.slice(0, 12))
  const printed = `${stdout}---\n${stderr}`.replaceAll(folder, 'FOLDER')
  await expect(printed).toMatchFileSnapshot('../golden/cli/scan.txt')
})

test('scan exits 0 where there is nothing', async ({ folder }) => {
  await writeFile(join(folder, 'a.yaml'), cassette('[REDACTED:1]'))

  expect(await run(['scan', folder])).toEqual({
    code: 0,
    stdout: '',
    stderr: 'No secrets in 1 cassette.\n',
  })
})

test('scan exits 3 where a cassette is broken, and looks at the others', async ({ folder }) => {
  await fill(folder)
  await writeFile(join(folder, 'broken.yaml'), 'hello: world\n')

  const { code, stdout, stderr } = await run(['scan', folder, join(folder, 'none.yaml')])

  expect(code).toBe(3)
  expect(stdout.split('\n')).toHaveLength(4)
  expect(stderr).toMatch(/broken\.yaml/)
  expect(stderr).toMatch(/none\.yaml/)
})

test('scan --json and --sarif say the same as data', async ({ folder }) => {
  await fill(folder)
  const file = join(folder, 'b.yaml')

  const json = await run(['scan', file, '--json'])
  const sarif = await run(['scan', file, '--sarif'])

  expect(JSON.parse(json.stdout)).toEqual({
    findings: [
      {
        file,
        interaction: 0,
        line: 5,
        column: 24,
        place: 'request.body',
        rule: 'openai',
        masked: 'sk-a... (43 characters)',
      },
    ],
    scanned: 1,
    broken: [],
  })
  expect(JSON.parse(sarif.stdout)).toMatchObject({
    version: '2.1.0',
    runs: [{ results: [{ ruleId: 'openai' }] }],
  })
})

for (const [flags, expected] of [
  ['--redact-query page', 1],
  ['--redact-keep password', 0],
  ['--redact-pattern (', 2],
] as const) {
  test(`rules of the command line are added: ${flags}`, async ({ folder }) => {
    await writeFile(join(folder, 'a.yaml'), cassette('[REDACTED:1]').replace('=2', '=two'))

    expect((await run(['scan', folder, ...flags.split(' ')])).code).toBe(expected)
  })
}

test('scan and redact look into bodies that are kept with their coding', async ({ folder }) => {
  const file = join(folder, 'a.yaml')
  const kept = {
    headers: { 'Content-Encoding': ['gzip'] },
    body: new Uint8Array(gzipSync(`{"password":"o0p1a2q3u4e5"}`)),
  }
  const coded = { version: 2, interactions: [interaction({ request: kept, response: kept })] }
  await writeFile(file, stringifyCassette(coded))

  expect((await run(['scan', file])).stdout.match(/\(12 characters\)/g)).toHaveLength(2)
  expect((await run(['redact', file])).code).toBe(0)
  expect((await run(['scan', file])).code).toBe(0)
  expect((await readFile(file, 'utf8')).match(/"password":"\[REDACTED:1\]"/g)).toHaveLength(2)
})

test('redact takes the secrets out, and leaves every other byte', async ({ folder }) => {
  await fill(folder)

  const { code, stdout, stderr } = await run(['redact', folder])

  expect({ code, stderr }).toEqual({ code: 0, stderr: '3 of 3 cassettes changed.\n' })
  expect(stdout.split('\n')).toHaveLength(4)
  expect(await readFile(join(folder, 'b.yaml'), 'utf8')).toBe(cassette('[REDACTED:1]'))
  expect(await readFile(join(folder, 'c.yaml'), 'utf8')).toBe(cassette('[REDACTED:1]', 1))
  expect((await run(['scan', folder])).code).toBe(0)
  expect((await run(['redact', folder])).stderr).toBe('0 of 3 cassettes changed.\n')
})

test('redact --json names what it changed, and what it could not read', async ({ folder }) => {
  await fill(folder)
  const broken = join(folder, 'broken.yaml')
  await writeFile(broken, 'hello: world\n')

  const { code, stdout } = await run(['redact', folder, '--json'])

  expect(code).toBe(3)
  expect(JSON.parse(stdout)).toMatchObject({
    changed: ['a.yaml', 'b.yaml', 'c.yaml'].map((name) => join(folder, name)),
    read: 3,
    broken: [{ file: broken, error: { code: 'CASSETTE_FORMAT' } }],
  })
})

test('the rules of a config file are added, and one that cannot work is a wrong use', async ({
  folder,
}) => {
  const config = join(folder, 'wiretape.config.json')
  await writeFile(join(folder, 'a.yaml'), cassette('[REDACTED:1]').replace('=2', '=two'))
  await writeFile(config, '{"redact":{"query":["page"],"env":false}}')
  const found = await run(['scan', folder, '--config', config])
  await writeFile(config, '{"redact":{"query":["-"]}}')
  const refused = await run(['scan', folder, '--config', config])

  expect(found.code).toBe(1)
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('redact.query[0] can find nothing'),
  })
})
