import { expect } from 'vitest'
import { fileStore } from '../../../src/engine/store.ts'
import type { Incoming } from '../../../src/surfaces/server/incoming.ts'
import { Shelves } from '../../../src/surfaces/server/shelf.ts'
import { Stock } from '../../../src/surfaces/server/stock.ts'
import { WishReader } from '../../../src/surfaces/server/wishes.ts'
import { test } from '../../support/test.ts'

const seed = 'cassettes/simple_streaming.yaml'

test('a session that asks on stays limited, however many others limit themselves', () => {
  const reader = new WishReader(new Stock(new Shelves(fileStore, [seed])), {})
  const withinOf = (session: string, cassette?: string) => {
    const own = (name: string) => (name === 'cassette' ? cassette : undefined)
    return reader.read({ field: () => session, own } as unknown as Incoming)
  }
  withinOf('mine', seed)
  for (let count = 0; count < 20_000; count++) {
    withinOf(String(count), seed)
    if (count % 5_000 === 0) withinOf('mine')
  }

  expect(withinOf('mine')).toMatchObject({ turn: { within: { from: 0, to: 1 } } })
})
