import { relative } from 'node:path'
import { printable } from '../../core/match/explain/printable.ts'
import { shellWord } from '../../core/shell-word.ts'
import { type TestTask, fullTitle } from './task.ts'

/**
 * The line to type that records the cassette of a test, in CI too.
 *
 * @param isShared - Whether other tests of the file record to it as well: then all of them run.
 */
export function recordCommand(task: TestTask, isShared: boolean): string {
  const { filepath, projectName } = task.file
  const project = projectName ? ` --project ${typed(projectName)}` : ''
  const title = isShared ? '' : ` -t ${typed(pattern(fullTitle(task)))}`
  // Last: what stands behind it could be taken for its value.
  return `npx vitest run ${typed(relative(process.cwd(), filepath))}${project}${title} -u`
}

/** vitest reads it as a regular expression, which may match in the middle of other titles. */
function pattern(title: string): string {
  return `^${title.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')}$`
}

function typed(text: string): string {
  return shellWord(printable(text))
}
