import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { test } from '../support/test.ts'
import { run } from './run.ts'

const seed = await readFile('cassettes/simple_streaming.yaml', 'utf8')

test('lint has nothing to say of the seed', async () => {
  const { code, stdout } = await run(['lint', 'cassettes/simple_streaming.yaml'])

  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
})

test('lint exits 1 where chunks do not add up, and says where', async ({ folder }) => {
  const file = join(folder, 'a.yaml')
  await writeFile(file, `${seed}    chunks:\n    - {bytes: 1, at: 0s}\n`)

  const { code, stdout, stderr } = await run(['lint', file])

  expect(code).toBe(1)
  expect(stdout.replace(folder, '')).toMatch(
    /^\/a\.yaml:\d+:5 {2}error chunks {2}the chunks do not add up to the \d+ bytes of the body\.\n$/,
  )
  expect(stderr).toBe('1 cassette: 1 error, 0 warnings.\n')
})

test('lint --json has the codes, and what could not be read', async ({ folder }) => {
  await writeFile(join(folder, 'a.yaml'), seed.replace('content_length: 227', 'content_length: 1'))
  await writeFile(join(folder, 'b.yaml'), 'version: 9\n')

  const { code, stdout } = await run([
    'lint',
    '--json',
    join(folder, 'a.yaml'),
    join(folder, 'b.yaml'),
  ])

  expect(code).toBe(3)
  expect(JSON.parse(stdout)).toMatchObject({
    findings: [{ code: 'content-length', level: 'warning', interaction: 0, line: 9, column: 5 }],
    read: 1,
    broken: [{ file: join(folder, 'b.yaml'), error: { code: 'CASSETTE_VERSION' } }],
  })
})

test('lint says nothing of what the project keeps, and what it calls a secret', async ({
  folder,
}) => {
  const file = join(folder, 'a.yaml')
  const config = join(folder, 'wiretape.config.json')
  const fields = ['X-Acme-Token', 'X-Other-Token', 'X-Acme-Id'].map(
    (name) => `      ${name}:\n      - abc123\n`,
  )
  await writeFile(file, seed.replace('      Content-Type:\n', `${fields.join('')}$&`))
  await writeFile(config, '{"redact":{"keep":["x-acme-token"],"headers":["x-acme-id"]}}')
  const flags = ['--config', config, '--redact-keep', 'x-other-token', '--json']

  const { stdout } = await run(['lint', file, ...flags])

  const { findings } = JSON.parse(stdout) as { findings: { code: string; message: string }[] }
  const told = findings.filter(({ code }) => code === 'secret-header')
  expect(told.map(({ message }) => message)).toEqual(['X-Acme-Id looks like a secret.'])
})

test('lint prints what it could not read', async ({ folder }) => {
  await writeFile(join(folder, 'b.yaml'), 'nothing\n')

  const { code, stderr } = await run(['lint', join(folder, 'b.yaml')])

  expect(code).toBe(3)
  expect(stderr).toContain('it is just text')
})
