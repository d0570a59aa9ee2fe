import { existsSync } from 'node:fs'
import { describe, expect, test as plain } from 'vitest'
import { CassetteStoreError } from '../../src/core/errors.ts'
import type { Appender } from '../../src/engine/disk.ts'
import { Group } from '../../src/engine/group.ts'
import { partialOf, readLeftOver } from '../../src/engine/journal.ts'
import { openCassette } from '../../src/engine/opening.ts'
import { Recorder } from '../../src/engine/recorder.ts'
import { fileStore } from '../../src/engine/store.ts'
import { record, requestTo } from '../support/drive.ts'
import { loadCassette } from '../support/load-cassette.ts'
import { test } from '../support/test.ts'

plain('entries are written by one call, and once', () => {
  const disk = new Disk()
  const group = new Group()
  for (const text of ['one ', 'two ']) group.take((write) => write(Buffer.from(text)))

  group.writeTo(disk)
  group.writeTo(disk)

  expect(disk.written).toEqual(['one two '])
})

plain('an entry for which there is no room is not taken, and harms no other', () => {
  const disk = new Disk()
  const group = new Group()
  group.take((write) => write(Buffer.from('small')))

  const isTaken = group.take((write) => {
    write(Buffer.from('the first part'))
    write(Buffer.alloc(300_000))
  })

  group.writeTo(disk)
  expect(isTaken).toBe(false)
  expect(disk.written).toEqual(['small'])
})

plain('of entries for which the disk has no room, those before are written', () => {
  const disk = new Disk(9)
  const group = new Group()
  for (const text of ['one ', 'two ', 'three ']) group.take((write) => write(Buffer.from(text)))

  expect(() => group.writeTo(disk)).toThrow(CassetteStoreError)
  expect(disk.written).toEqual(['one ', 'two '])
})

describe('a recorder that writes together', () => {
  test('has what ended in the journal before that is passed on', async ({ cassettePath }) => {
    const recorder = await together(cassettePath)
    const recordings = ['/one', '/two'].map((path) => ended(recorder, path))

    const atOnce = recordings[0]?.pass(() => {})
    const kept = await new Promise((resolve) => {
      recordings[1]?.pass(() => resolve(journalOf(cassettePath)))
    })

    expect(atOnce).toBe(false)
    expect(kept).toEqual(['http://a.test/one', 'http://a.test/two'])
    await recorder.stop()
  })

  test('passes on at once what ends nothing', async ({ cassettePath }) => {
    const recorder = await together(cassettePath)
    ended(recorder, '/one')
    const outcome = recorder.handle(requestTo({ url: 'http://a.test/two' }))
    const recording = outcome.kind === 'record' ? outcome.recording : undefined

    expect(recording?.pass(() => {})).toBe(true)
    recording?.abort()
    await recorder.stop({ discard: true })
  })

  test('passes on and saves what waits when it stops', async ({ cassettePath }) => {
    const recorder = await together(cassettePath)
    let passed = 0
    ended(recorder, '/one').pass(() => (passed += 1))

    recorder.stopSync()

    expect(passed).toBe(1)
    expect(loadCassette(cassettePath).interactions).toHaveLength(1)
    expect(existsSync(partialOf(cassettePath))).toBe(false)
  })

  test('keeps large interactions beside small ones', async ({ cassettePath }) => {
    const recorder = await together(cassettePath)
    const bodies = ['small', 'large '.repeat(100_000), '\u0001'.repeat(16_000), 'small again']
    for (const body of bodies) record(recorder, { url: 'http://a.test/' }, { body })

    await recorder.stop()

    const { interactions } = loadCassette(cassettePath)
    expect(interactions.map(({ response }) => response.body)).toEqual(bodies)
  })
})

async function together(file: string): Promise<Recorder> {
  return Recorder.over(await openCassette(file, { mode: 'record', env: {} }, true))
}

function ended(recorder: Recorder, path: string) {
  const outcome = recorder.handle(requestTo({ url: `http://a.test${path}` }))
  if (outcome.kind !== 'record') throw new Error(`It was to be recorded: ${outcome.kind}`)
  outcome.recording.head({ code: 204, reason: 'No Content', headers: {} })
  return outcome.recording
}

/** The URLs that a kill would leave. */
function journalOf(file: string): readonly string[] {
  const left = readLeftOver(fileStore, file, file)
  return (left?.interactions ?? []).map(({ request }) => request.url)
}

/** Takes so many bytes. */
class Disk implements Appender {
  readonly written: string[] = []
  #left: number

  constructor(room = Infinity) {
    this.#left = room
  }

  append(emit: Parameters<Appender['append']>[0]): void {
    emit((bytes) => {
      if (bytes.length > this.#left) throw new CassetteStoreError('x.yaml', 'It is full.')
      this.#left -= bytes.length
      this.written.push(Buffer.from(bytes).toString())
    })
  }

  close(): void {}
}
