import { Recorder } from '../../src/engine/recorder.ts'
import { recordedFetch } from '../../src/surfaces/fetch.ts'
import { mockAgent, msw, nock, polly, snapshotAgent } from './peers.ts'
import { fetchesOf, itemsCassette, recordedItems } from './recorded-items.ts'
import { type Row, type Setup, amount } from './row.ts'

const many = amount(100_000, 2_000)
const counts = [1, 1_000, many]

/** Replay in process: a GET through `recordedFetch`, however long the cassette. */
export const rows: readonly Row[] = [
  ...counts.map((count): Row => ({
    name: `replay a GET of ${count.toLocaleString('en')}`,
    subjects: {
      wiretape: wiretape(count),
      'bare limit': bareLimit(count),
      'undici MockAgent': mockAgent(count),
      'undici SnapshotAgent': snapshotAgent(count),
      nock: nock(count),
      msw: msw(count),
      Polly: polly(count),
    },
    targets: [
      { of: 'bare limit', atMost: 2 },
      ...['undici MockAgent', 'undici SnapshotAgent', 'nock', 'msw', 'Polly'].map((of) => ({
        of,
        atMost: 1,
      })),
    ],
  })),
  {
    name: `replay a GET of ${many.toLocaleString('en')}, against itself`,
    subjects: { wiretape: wiretape(many), 'wiretape, 1': wiretape(1) },
    targets: [{ of: 'wiretape, 1', atMost: 1.3 }],
  },
]

/** Replayed through `recordedFetch`. */
export function wiretape(count: number): Setup {
  return async () => {
    const items = recordedItems(count)
    const send = recordedFetch(Recorder.of(itemsCassette(items), { repeats: 'last' }))
    return { repeat: fetchesOf(items, async (url) => (await send(url)).text()) }
  }
}

/** What cannot be had for less: the answer looked up in a Map, as a Response, and read. */
export function bareLimit(count: number): Setup {
  return async () => {
    const items = recordedItems(count)
    return { repeat: fetchesOf(items, async (url) => new Response(items.bodies.get(url)).text()) }
  }
}
