import { isAbsolute, join, relative } from 'node:path'
import { CassetteStoreError } from '../core/errors.ts'
import { partialOf } from './journal.ts'
import type { Store } from './disk.ts'

/** The cassettes that a user named, one by one or by their folder. */
export interface Found {
  /** A folder's files in the order of their paths. */
  readonly files: readonly string[]
  /** The cassettes beside which a killed run has left its recordings. */
  readonly leftOvers: readonly string[]
}

/**
 * Finds the cassettes that are meant by paths: a file is meant itself, whether or not it is there; a folder means all
 * `.yaml` and `.yml` files in it, but for hidden folders and `node_modules`. Links out of the folder are not followed.
 */
export function findCassettes(store: Store, paths: readonly string[]): Found {
  const files = paths.flatMap((path) => {
    const inFolder = filesIn(store, path)
    return inFolder ?? (isLeftOver(store, path) ? [path, partialOf(path)] : [path])
  })
  const isPartial = (file: string): boolean => partialName.test(file)
  return {
    files: [...new Set(files.filter((file) => !isPartial(file)))],
    leftOvers: [...new Set(files.filter(isPartial).map((file) => file.replace(/\.partial$/, '')))],
  }
}

const cassetteName = /\.ya?ml(?:\.partial)?$/i
const partialName = /\.ya?ml\.partial$/i

function isLeftOver(store: Store, file: string): boolean {
  return cassetteName.test(file) && store.stamp(partialOf(file)) !== undefined
}

function filesIn(store: Store, folder: string): readonly string[] | undefined {
  const entries = store.list(folder)
  if (entries === undefined) return undefined
  const root = store.realPath(folder)
  const found: string[] = []
  const folders = [folder]
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    for (const { name, kind } of store.list(at) ?? []) {
      const path = join(at, name)
      if (kind === 'folder') {
        if (!name.startsWith('.') && name !== 'node_modules') folders.push(path)
      } else if (cassetteName.test(name)) {
        if (kind === 'file' || (kind === 'link' && leadsInside(store, root, path))) found.push(path)
      }
    }
  }
  return found.sort()
}

/** Of a link that leads nowhere whoever reads it is told. */
function leadsInside(store: Store, root: string, link: string): boolean {
  let path: string
  try {
    path = store.realPath(link)
  } catch (error) {
    if (error instanceof CassetteStoreError) return true
    throw error
  }
  return isInside(root, path)
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path)
  return !isAbsolute(way) && !/^\.\.(?:$|[\\/])/.test(way)
}
