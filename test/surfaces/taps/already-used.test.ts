import { expect } from 'vitest'
// Without undici: with it, the built-in fetch of Node 20 and 22 would go through npm's copy.
import { Recorder } from '../../../src/index.ts'
import { test } from '../../support/test.ts'

test('connections of fetch that were used before install() are watched, each time', async ({
  server,
  folder,
}) => {
  const ask = async () => {
    for (let times = 0; times < 5; times++) {
      for await (const _piece of (await fetch(server.url)).body ?? []) continue
    }
  }
  await ask()
  for (const name of ['first', 'second']) {
    const recorder = await Recorder.open(`${folder}/${name}.yaml`, { env: {}, mode: 'record' })
    recorder.install()
    await ask()
    await recorder.stop()

    expect(recorder.counts).toMatchObject({ recorded: 5, mocked: 0, missed: 0 })
  }
})
