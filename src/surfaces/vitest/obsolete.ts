import { dirname, extname, join, relative, sep } from 'node:path'
import { fileStore } from '../../engine/store.ts'
import { isCode } from './cassette-paths.ts'
import type { FileResult } from './run-results.ts'

/** Cassettes that no test owns. */
export interface Obsolete {
  readonly files: readonly string[]
  /** Whether they may be removed: they can only have been those of one test file. */
  readonly isCertain: boolean
}

/**
 * The cassettes in the folder of a test file that ran whole, which none of its tests owns any more.
 *
 * @param all - All test files of the run: what is in the folder of another one is not looked at.
 */
export function obsoleteOf(result: FileResult, all: readonly FileResult[]): Obsolete {
  const owned = new Set(all.flatMap((other) => other.owned.map(fold)))
  const others = all.filter((other) => other !== result).map(({ folder }) => fold(folder))
  const files = filesIn(result.folder).filter((file) => {
    const folded = fold(file)
    return !owned.has(folded) && !others.some((folder) => folded.startsWith(folder + sep))
  })
  return { files, isCertain: !others.includes(fold(result.folder)) && !hasRival(result) }
}

/** Removes cassettes, and the folders that are empty then. */
export function removeCassettes(files: readonly string[], folder: string): void {
  for (const file of files) {
    fileStore.remove(file)
    let parent = dirname(file)
    while (parent.length >= folder.length && fileStore.list(parent)?.length === 0) {
      fileStore.removeEmptyFolder(parent)
      parent = dirname(parent)
    }
  }
}

function filesIn(folder: string): readonly string[] {
  return (fileStore.list(folder) ?? []).flatMap(({ name, kind }) => {
    const path = join(folder, name)
    if (kind === 'folder') return filesIn(path)
    return kind === 'file' && /\.yaml(?:\.partial)?$/.test(name) ? [path] : []
  })
}

/**
 * Whether a test file that did not run may have its cassettes there: `api.js` beside `api.ts`, those in a folder `api`,
 * or `unit/api.ts` beside a project `unit` that has `api.ts`.
 */
function hasRival({ root, folder, source }: FileResult): boolean {
  const steps = relative(join(root, 'cassettes'), folder).split(sep)
  const ofProject = steps.length > 1 ? [join(root, ...steps.slice(1))] : []
  return [withoutExtension(source), join(root, ...steps), ...ofProject].some((place) =>
    (fileStore.list(dirname(place)) ?? []).some(({ name, kind }) => {
      const path = join(dirname(place), name)
      const claims = kind === 'folder' ? path : isCode.test(name) ? withoutExtension(path) : ''
      return fold(path) !== fold(source) && fold(claims) === fold(place)
    }),
  )
}

function withoutExtension(path: string): string {
  return path.slice(0, path.length - extname(path).length)
}

function fold(path: string): string {
  return path.toLowerCase()
}
