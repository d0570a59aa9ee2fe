import { readFile } from 'node:fs/promises'
import { setTimeout as moment } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { randomFrom } from '../../src/core/random.ts'
import { readLeftOver } from '../../src/engine/journal.ts'
import { Recorder } from '../../src/engine/recorder.ts'
import { fileStore } from '../../src/engine/store.ts'
import { Bin } from '../cli/bin.ts'
import { loadCassette } from '../support/load-cassette.ts'
import { record } from '../support/drive.ts'
import { test } from '../support/test.ts'
import { tries } from '../support/tries.ts'
import { Load, answerByKind } from './load.ts'

const runs = tries(20, 200)

// The seed of a run is its number: one that fails is run again by it, as far as moments repeat.
describe.each(Array.from({ length: runs }, (_, seed) => seed))('run %i', (seed) => {
  test('a kill at any moment loses nothing whose end was seen, nor what was there before', async ({
    server,
    cassettePath,
  }) => {
    const random = randomFrom(seed)
    const mode = random() < 0.5 ? 'record' : 'new-episodes'
    const isSaving = random() < 0.4
    const old = await makeOld(cassettePath)
    server.reply(answerByKind)

    const argv = ['record', '-c', cassettePath, '--upstream', server.url, '--mode', mode]
    const bin = new Bin(argv)
    const load = new Load(await bin.url())
    await moment(random() * 150)
    if (isSaving) {
      bin.process.kill('SIGTERM')
      await moment(random() * 40)
    }
    await bin.end('SIGKILL')
    await load.over()

    const left = await readFile(cassettePath)
    const isSaved = !left.equals(old)
    expect(isSaved && !isSaving).toBe(false)
    const recovered = await Recorder.open(cassettePath, { mode: 'new-episodes', env: {} })
    await recovered.stop()
    const { interactions } = loadCassette(cassettePath)
    const paths = interactions.map(({ request }) => new URL(request.url).pathname)
    expect(new Set(paths).size).toBe(paths.length)
    expect(paths).toEqual(expect.arrayContaining(load.ended))
    // Saved in the mode `record`, the run has taken the place of what was there.
    expect(paths.includes('/old')).toBe(!(isSaved && mode === 'record'))
    expect(interactions.map(({ id }) => id)).toEqual(interactions.map((_, index) => index))
    expect(readLeftOver(fileStore, cassettePath, cassettePath)).toBeUndefined()
  })
})

/** A cassette of an earlier run. */
async function makeOld(file: string): Promise<Buffer> {
  const recorder = await Recorder.open(file, { mode: 'record', env: {} })
  record(recorder, { url: 'http://before.test/old' }, { body: 'what was there before' })
  await recorder.stop()
  return readFile(file)
}
