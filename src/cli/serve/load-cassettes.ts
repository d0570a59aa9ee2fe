import type { Cassette } from '../../core/model.ts'
import { CassetteNotFoundError } from '../../core/errors.ts'
import { findCassettes } from '../../engine/find-cassettes.ts'
import { readCassette } from '../../engine/read-cassette.ts'
import { fileStore } from '../../engine/store.ts'
import { endingOf } from '../exit-codes.ts'

/** The cassettes that can be served. */
export interface Loaded {
  readonly files: readonly string[]
  readonly cassettes: readonly Cassette[]
  /** Why the others cannot. */
  readonly broken: readonly unknown[]
}

/**
 * Reads the cassettes that a user named. In a folder a broken file does not keep the others from being served.
 *
 * @throws CassetteNotFoundError where a folder holds none, and what a file throws that was named itself.
 */
export function loadCassettes(paths: readonly string[]): Loaded {
  const files: string[] = []
  const cassettes: Cassette[] = []
  const broken: unknown[] = []
  for (const path of paths) {
    const isFolder = fileStore.list(path) !== undefined
    const found = findCassettes(fileStore, [path]).files
    if (isFolder && found.length === 0) throw emptyFolder(path)
    for (const file of found) {
      try {
        cassettes.push(readCassette(fileStore, file))
        files.push(file)
      } catch (error) {
        if (!isFolder || endingOf(error) === undefined) throw error
        broken.push(error)
      }
    }
  }
  if (cassettes.length === 0 && broken.length > 0) throw broken[0]
  return { files, cassettes, broken }
}

function emptyFolder(folder: string): CassetteNotFoundError {
  return new CassetteNotFoundError(
    folder,
    `There are no cassettes in ${folder}: no files that end in .yaml or .yml.\n` +
      'Record one: `wiretape record -c FILE --upstream URL`.',
  )
}
