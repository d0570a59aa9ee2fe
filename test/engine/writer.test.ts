import { expect } from 'vitest'
import { seedDialect } from '../../src/core/codec/dialect.ts'
import { partialOf, readLeftOver } from '../../src/engine/journal.ts'
import type { Store } from '../../src/engine/disk.ts'
import { fileStore } from '../../src/engine/store.ts'
import { Writer } from '../../src/engine/writer.ts'
import { interaction } from '../support/interactions.ts'
import { loadCassette } from '../support/load-cassette.ts'
import { test } from '../support/test.ts'

function writerOf(store: Store, file: string): Writer {
  return new Writer({
    store,
    lock: { release: () => {} },
    file,
    realFile: file,
    stamp: store.stamp(file),
    dialect: seedDialect,
    existing: store.stamp(file) === undefined ? undefined : loadCassette(file),
    leftOver: readLeftOver(store, file, file),
  })
}

const nothingToMend = { before: 0, mend: <T>(it: T): T => it }

test('a kill after the cassette was saved does not bring its interactions twice', ({
  cassettePath,
}) => {
  const killed: Store = { ...fileStore, remove: () => {} }
  const writer = writerOf(killed, cassettePath)
  writer.keep(0, interaction())
  writer.finish(nothingToMend)

  writerOf(fileStore, cassettePath).finish(nothingToMend)

  expect(fileStore.stamp(partialOf(cassettePath))).toBeDefined()
  expect(readLeftOver(fileStore, cassettePath, cassettePath)).toBeUndefined()
  expect(loadCassette(cassettePath).interactions).toHaveLength(1)
})

test('a kill before the cassette takes its place loses nothing', ({ cassettePath }) => {
  const killed: Store = {
    ...fileStore,
    replace(file, pieces, how) {
      fileStore.replace(`${file}.elsewhere`, pieces, how)
    },
    remove: () => {},
  }
  const writer = writerOf(killed, cassettePath)
  writer.keep(0, interaction())
  writer.finish(nothingToMend)

  writerOf(fileStore, cassettePath).finish(nothingToMend)

  expect(fileStore.stamp(partialOf(cassettePath))).toBeUndefined()
  expect(loadCassette(cassettePath).interactions).toHaveLength(1)
})

test('a run that was killed before it had anything whole leaves no empty cassette', ({
  cassettePath,
}) => {
  fileStore
    .append(partialOf(cassettePath), 0)
    .append((write) => write(Buffer.from('---\nversion: 2\ninteract')))

  writerOf(fileStore, cassettePath).finish(nothingToMend)

  expect(fileStore.stamp(cassettePath)).toBeUndefined()
})
