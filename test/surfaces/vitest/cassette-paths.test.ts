import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { expect } from 'vitest'
import { cassettesOf, folderOf } from '../../../src/surfaces/vitest/cassette-paths.ts'
import type { FileTask, GroupTask, TestTask } from '../../../src/surfaces/vitest/task.ts'
import { test } from '../../support/test.ts'

type Titles = readonly (string | readonly [group: string, titles: Titles])[]

function fileOf(filepath: string, titles: Titles, projectName?: string): FileTask {
  const tasks: (TestTask | GroupTask)[] = []
  const file: FileTask = { type: 'suite', name: filepath, filepath, projectName, meta: {}, tasks }
  tasks.push(...tasksOf(titles, file))
  return file
}

function tasksOf(titles: Titles, file: FileTask): readonly (TestTask | GroupTask)[] {
  return titles.map((title) => {
    if (typeof title === 'string') return { type: 'test', name: title, file, meta: {} }
    return { type: 'suite', name: title[0], tasks: tasksOf(title[1], file) }
  })
}

function pathsOf(file: FileTask, root: string): readonly string[] {
  return [...cassettesOf(file, root).values()].map((path) =>
    relative(join(root, 'cassettes'), path),
  )
}

test('a test owns a file in the folders of its groups, its file and its project', () => {
  const file = fileOf('/project/src/chat.test.ts', ['hi', ['group', [['inner', ['hi']]]]], 'unit')

  expect(pathsOf(file, '/project')).toEqual([
    'unit/src/chat.test/hi.yaml',
    'unit/src/chat.test/group/inner/hi.yaml',
  ])
})

test('titles that would be one file get names of their own, and none leaves the folder', () => {
  const titles = ['same', 'same', 'Same', '..', 'a/../../b', 'CON', '.hidden', 'x'.repeat(300)]

  const paths = pathsOf(fileOf('/project/a.test.ts', titles), '/project')

  expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(titles.length)
  for (const path of paths) expect(path).toMatch(/^a\.test\/[^/.][^/]{0,84}\.yaml$/)
})

test('a group and a test of one title do not meet', () => {
  const paths = pathsOf(fileOf('/project/a.test.ts', ['chat', ['chat', ['chat']]]), '/project')

  expect(new Set(paths).size).toBe(2)
})

test('of two test files that differ in their extension only one gets the plain folder', async ({
  folder,
}) => {
  await mkdir(join(folder, 'src'))
  const files = ['src/chat.test.js', 'src/chat.test.ts', 'src/chat.md'].map((name) =>
    join(folder, name),
  )
  for (const file of files) await writeFile(file, '')

  const folders = files.slice(0, 2).map((file) => folderOf(fileOf(file, []), folder))

  expect(new Set(folders).size).toBe(2)
  expect(folders.map((path) => relative(folder, path))).toContain('cassettes/src/chat.test')
})
