import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { obsoleteOf, removeCassettes } from '../../../src/surfaces/vitest/obsolete.ts'
import type { FileResult } from '../../../src/surfaces/vitest/run-results.ts'
import { test } from '../../support/test.ts'

/** A test file that ran whole, and the cassettes that its tests own. */
function resultOf(root: string, source: string, owned: readonly string[]): FileResult {
  const folder = join(root, 'cassettes', source.replace(/\.[^.]+$/, ''))
  return {
    root,
    folder,
    source: join(root, source),
    owned: owned.map((name) => join(folder, name)),
    cassettes: [],
    shared: [],
    refused: [],
    isUpdate: true,
    isWhole: true,
  }
}

async function write(root: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(root, name)), { recursive: true })
    await writeFile(join(root, name), '')
  }
}

test('what no test of a file owns is obsolete, left-overs too, and nothing that is no cassette', async ({
  folder,
}) => {
  const files = ['hi.yaml', 'old.yaml', 'old.yaml.partial', 'group/old.yaml', 'notes.md']
  await write(folder, ['chat.test.ts', ...files.map((name) => `cassettes/chat.test/${name}`)])
  const result = resultOf(folder, 'chat.test.ts', ['hi.yaml'])

  const { files: found, isCertain } = obsoleteOf(result, [result])

  const names = found.map((file) => file.slice(result.folder.length + 1)).sort()
  expect(names).toEqual(['group/old.yaml', 'old.yaml', 'old.yaml.partial'])
  expect(isCertain).toBe(true)
})

test('a cassette that a test owns in other letters is not obsolete', async ({ folder }) => {
  await write(folder, ['chat.test.ts', 'cassettes/chat.test/Hi.yaml'])
  const result = resultOf(folder, 'chat.test.ts', ['hi.yaml'])

  expect(obsoleteOf(result, [result]).files).toEqual([])
})

test('what another test file of the run owns or has its folder for is left out', async ({
  folder,
}) => {
  await write(folder, ['a.ts', 'a/b.ts', 'cassettes/a/b/x.yaml', 'cassettes/a/c.yaml'])
  const [outer, inner] = [resultOf(folder, 'a.ts', []), resultOf(folder, 'a/b.ts', [])]
  const borrowing = { ...inner, owned: [join(folder, 'cassettes/a/c.yaml')] }

  expect(obsoleteOf(outer, [outer, borrowing]).files).toEqual([])
  expect(obsoleteOf(outer, [outer]).isCertain).toBe(false)
})

test.for(['chat.test.js', 'chat.test/more.ts'])(
  'nothing is certain where %s may own it as well',
  async (rival, { folder }) => {
    await write(folder, ['chat.test.ts', rival, 'cassettes/chat.test/old.yaml'])
    const result = resultOf(folder, 'chat.test.ts', [])

    expect(obsoleteOf(result, [result])).toMatchObject({ isCertain: false })
  },
)

test('removing takes the folders that are empty then, and no other', async ({ folder }) => {
  await write(folder, ['cassettes/a/old/1.yaml', 'cassettes/a/kept/2.yaml'])

  removeCassettes([join(folder, 'cassettes/a/old/1.yaml')], join(folder, 'cassettes/a'))

  expect(existsSync(join(folder, 'cassettes/a/old'))).toBe(false)
  expect(existsSync(join(folder, 'cassettes/a/kept/2.yaml'))).toBe(true)
})
