import type { Cassette } from '../core/model.ts'
import { parseCassette } from './parse-cassette.ts'
import type { Store } from './disk.ts'
import { readLeftOver } from './journal.ts'
import { notFound, notSaved } from './recorder-errors.ts'

/**
 * Reads a cassette from the disk.
 *
 * @param name - What messages call it, where that is not its path.
 * @throws CassetteNotFoundError where there is no such file, CassetteFormatError where it is no cassette.
 */
export function readCassette(store: Store, file: string, name: string = file): Cassette {
  return parseCassette(readSource(store, file, name), { file: name })
}

/** The bytes of a cassette. @throws CassetteNotFoundError where there is no such file */
export function readSource(store: Store, file: string, name: string = file): Uint8Array {
  const source = store.read(file)
  if (source !== undefined) return source
  const leftOver = readLeftOver(store, store.realPath(file), name)
  throw leftOver === undefined ? notFound(name) : notSaved(name)
}
