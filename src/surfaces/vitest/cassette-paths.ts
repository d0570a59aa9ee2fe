import { basename, dirname, join, relative, sep } from 'node:path'
import { siblingNames, stepName } from '../../core/cassette-name.ts'
import { fileStore } from '../../engine/store.ts'
import { projectFolder } from './project-folder.ts'
import type { FileTask, GroupTask, TestTask } from './task.ts'

const known = new WeakMap<FileTask, ReadonlyMap<TestTask, string>>()

/** The cassette that each test of a file owns, of those that do not run too. */
export function cassettesOf(file: FileTask, root: string): ReadonlyMap<TestTask, string> {
  const paths = known.get(file) ?? new Map(cassettesIn(file, folderOf(file, root)))
  known.set(file, paths)
  return paths
}

/** The folder of a test file's cassettes. @param root - vitest's, or that of one of its projects */
export function folderOf({ filepath, projectName }: FileTask, root: string): string {
  const folders = relative(root, dirname(filepath)).split(sep)
  const steps = [projectFolder(projectName, root), ...folders].filter((step) => step !== '')
  return join(root, 'cassettes', ...steps.map(stepName), nameOfFile(filepath))
}

/** Without its extension. Of `chat.test.ts` and `chat.test.js` in one folder, only one gets the plain name. */
function nameOfFile(filepath: string): string {
  const file = basename(filepath)
  const stem = stemOf(file)
  const rivals = (fileStore.list(dirname(filepath)) ?? [])
    .map(({ name }) => name)
    .filter((name) => isCode.test(name) && stemOf(name).toLowerCase() === stem.toLowerCase())
    .sort()
    .reverse()
  if (rivals.length < 2) return stepName(stem)
  const names = siblingNames(rivals.map((name) => ({ title: stemOf(name), isGroup: true })))
  return names[rivals.indexOf(file)] ?? stepName(stem)
}

/** Whether a file's name is that of a module, as test files are. */
export const isCode: RegExp = /\.[cm]?[jt]sx?$/

function stemOf(file: string): string {
  return file.replace(/(?<=.)\.[^.]+$/, '')
}

function* cassettesIn({ tasks }: GroupTask, folder: string): Generator<[TestTask, string]> {
  const names = siblingNames(
    tasks.map(({ name, type }) => ({ title: name, isGroup: type === 'suite' })),
  )
  for (const [place, task] of tasks.entries()) {
    const path = join(folder, names[place] ?? '')
    if (task.type === 'suite') yield* cassettesIn(task, path)
    else yield [task, path]
  }
}
