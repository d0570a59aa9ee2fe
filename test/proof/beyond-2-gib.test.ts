import { once } from 'node:events'
import { createWriteStream, statSync } from 'node:fs'
import { expect } from 'vitest'
import { emitInteraction } from '../../src/core/codec/emit.ts'
import { seedDialect } from '../../src/core/codec/dialect.ts'
import { withCassette } from '../../src/index.ts'
import { interaction } from '../support/interactions.ts'
import { loadCassette } from '../support/load-cassette.ts'
import { test } from '../support/test.ts'
import { tries } from '../support/tries.ts'

const gibibyte = 2 ** 30
const body = 'a line of a large body, over and over\n'.repeat(1_500_000)
const count = 40

/** Writes a cassette of which no more than an interaction is ever in memory. */
async function writeLargeCassette(path: string): Promise<void> {
  const file = createWriteStream(path)
  file.write('---\nversion: 2\ninteractions:\n')
  for (let id = 0; id < count; id++) {
    const url = `https://api.example.com/${id}`
    const one = interaction({ id, request: { url }, response: { body: `${id}\n${body}` } })
    if (!file.write(emitInteraction(one, seedDialect))) await once(file, 'drain')
  }
  file.end()
  await once(file, 'close')
}

// It takes a minute, three times its memory in a temporary folder, and means nothing on less.
test.skipIf(tries(0, 1) === 0)(
  'a cassette of more than 2 GiB is loaded, replayed, and saved with one interaction more',
  { timeout: 600_000 },
  async ({ server, cassettePath }) => {
    server.reply((_incoming, response) => void response.end('new'))
    await writeLargeCassette(cassettePath)
    expect(statSync(cassettePath).size).toBeGreaterThan(2 * gibibyte)

    const begun = performance.now()
    await withCassette(cassettePath, { mode: 'new-episodes', repeats: 'any' }, async () => {
      const last = await fetch(`https://api.example.com/${count - 1}`)
      expect((await last.text()) === `${count - 1}\n${body}`).toBe(true)
      expect(await (await fetch(server.url)).text()).toBe('new')
    })
    console.log(`2 GiB loaded, added to and saved in ${Math.round(performance.now() - begun)} ms`)

    const { interactions } = loadCassette(cassettePath)
    expect(interactions.map(({ id }) => id)).toEqual(
      Array.from({ length: count + 1 }, (_, id) => id),
    )
    expect(interactions[count]?.response.body).toBe('new')
    expect(interactions[count - 1]?.response.body === `${count - 1}\n${body}`).toBe(true)
  },
)
