import { CassetteNotFoundError } from '../core/errors.ts'
import type { Cassette } from '../core/model.ts'
import { parseCassette } from './parse-cassette.ts'
import type { Store } from './disk.ts'

/**
 * Reads a cassette from the disk.
 *
 * @param name - What messages call it, where that is not its path.
 * @throws CassetteNotFoundError where there is no such file, CassetteFormatError where it is no cassette.
 */
export function readCassette(store: Store, file: string, name: string = file): Cassette {
  const source = store.read(file)
  if (source === undefined) throw notFound(name)
  return parseCassette(source, { file: name })
}

/**
 * The error for a cassette that does not exist.
 *
 * @param recordWith - The command that records it, where there is one of its own.
 */
export function notFound(file: string, recordWith?: string): CassetteNotFoundError {
  const record = recordWith ?? `run once with WIRETAPE_MODE=once, or \`wiretape record -c ${file}\``
  return new CassetteNotFoundError(file, `There is no cassette ${file}.\nRecord it: ${record}.`)
}
