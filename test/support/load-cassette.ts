import type { Cassette } from '../../src/core/model.ts'
import { readCassette } from '../../src/engine/read-cassette.ts'
import { fileStore } from '../../src/engine/store.ts'

/** Reads a cassette that a test has written. */
export function loadCassette(path: string): Cassette {
  return readCassette(fileStore, path)
}
