import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { test } from '../support/test.ts'
import { run } from './run.ts'

const seed = await readFile('cassettes/simple_streaming.yaml', 'utf8')

test('fmt --check says where a cassette is not canonical, and changes nothing', async ({
  folder,
}) => {
  const file = join(folder, 'a.yaml')
  await writeFile(file, seed.replace('method: POST', 'method:  POST'))

  const { code, stdout } = await run(['fmt', '--check', file])

  expect({ code, stdout: stdout.replace(folder, '') }).toEqual({
    code: 1,
    stdout: '/a.yaml:20:13\n',
  })
  expect(await readFile(file, 'utf8')).toContain('method:  POST')
})

test('fmt --check --json says why', async ({ folder }) => {
  const file = join(folder, 'a.yaml')
  await writeFile(file, seed.replace('method: POST', 'method: "POST"'))

  const { code, stdout } = await run(['fmt', '--check', '--json', file])

  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toEqual({
    cassettes: [
      {
        file,
        isCanonical: false,
        difference: {
          line: 20,
          column: 13,
          actual: '    method: "POST"',
          canonical: '    method: POST',
        },
      },
    ],
    broken: [],
  })
})

test('fmt writes a cassette in canonical form and numbers it', async ({ folder }) => {
  const file = join(folder, 'a.yaml')
  await writeFile(file, `# by hand\n${seed.replace('id: 0', 'id: 7')}`)

  const { code } = await run(['fmt', file])

  expect(code).toBe(0)
  expect(await readFile(file, 'utf8')).toBe(seed)
})

test('fmt --dialect writes as go-vcr does, and back', async ({ folder }) => {
  const file = join(folder, 'a.yaml')
  await writeFile(file, seed)

  await run(['fmt', '--dialect', 'go', file])
  expect(await readFile(file, 'utf8')).toContain('\n    - id: 0\n      request:\n        proto: ')

  await run(['fmt', '--dialect', 'seed', file])
  expect(await readFile(file, 'utf8')).toBe(seed)
})

test('fmt goes on after a broken cassette, and exits 3', async ({ folder }) => {
  await writeFile(join(folder, 'a.yaml'), 'version: 3\ninteractions: []\n')
  await writeFile(join(folder, 'b.yaml'), seed)

  const { code, stderr } = await run([
    'fmt',
    '--check',
    join(folder, 'a.yaml'),
    join(folder, 'b.yaml'),
  ])

  expect(code).toBe(3)
  expect(stderr).toContain('the version is "3"')
  expect(stderr).toContain('0 of 1 cassette not canonical.')
})
