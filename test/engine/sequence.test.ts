import { expect, test } from 'vitest'
import { createIndex } from '../../src/core/match/interaction-index.ts'
import { Sequence } from '../../src/engine/sequence.ts'
import { live, matcherOf, recorded } from '../core/match/support.ts'

const withToken = (token: string) => ({ url: `https://api.example.com/me?token=${token}` })
const cassette = ['REDACTED-1', 'REDACTED-2'].map((token, id) => recorded(withToken(token), id))

test.each([
  ['once', [1, 0, undefined]],
  ['last', [1, 1, 1]],
  ['any', [1, 1, 1]],
] as const)(
  'with repeats %s, a token that was handed out comes first to what was recorded with it',
  (repeats, ids) => {
    const sequence = new Sequence(createIndex(cassette, matcherOf()), repeats)

    const claimed = ids.map(() => sequence.claim(live(withToken('REDACTED-2'))))

    expect(claimed.map((interaction) => interaction?.id)).toEqual(ids)
  },
)
