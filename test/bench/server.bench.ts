import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { latenessOf, rateOf } from './stream-client.ts'
import { type Row, type Setup, amount } from './row.ts'
import { type Stream, streamOf } from './streams.ts'

const peers = ['aimock', 'mockttp', 'talkback'] as const
const atOnce: Stream = { count: 20 }
const paced: Stream = { count: 50, everyMs: 20, headMs: 300 }
const many = amount(5_000, 500)
const thousand = amount(1_000, 100)

/** The replay server, from a client in another process. */
export const rows: readonly Row[] = [
  {
    name: 'server: streams of 20 events at once, 32 connections',
    unit: 'rate',
    subjects: Object.fromEntries(['wiretape', 'bare', ...peers].map((kind) => [kind, rate(kind)])),
    targets: [
      { of: 'bare', atLeast: 0.85 },
      { of: 'aimock', atLeast: 4 },
      { of: 'mockttp', atLeast: 4 },
      { of: 'talkback', atLeast: 1 },
    ],
    rounds: 9,
    forks: 1,
  },
  ...[
    { streams: thousand, share: 0.5, targets: [] },
    { streams: thousand, share: 0.99, targets: [{ atMost: 10 }] },
    { streams: many, share: 0.5, targets: [] },
    { streams: many, share: 0.99, targets: [] },
  ].map(({ streams, share, targets }): Row => ({
    name: `server: ${streams.toLocaleString('en')} streams at once, how late ${share * 100} % of the chunks are at most`,
    unit: 'ms',
    subjects: {
      wiretape: lateness('wiretape', streams, share),
      bare: lateness('bare', streams, share),
    },
    targets,
    rounds: 5,
    forks: 1,
  })),
  {
    name: 'server: memory after many requests',
    unit: 'bytes',
    subjects: {
      'a million': memory(amount(1_000_000, 2_000)),
      'ten thousand': memory(amount(10_000, 1_000)),
    },
    targets: [{ of: 'ten thousand', atMost: 1.05 }],
    rounds: 1,
    forks: 1,
  },
]

function rate(kind: string): Setup {
  return async () => {
    const { server, port } = await started(kind, atOnce)
    const connections = 32
    // The JIT has seen it by then.
    await rateOf(port, amount(30_000, 100), connections)
    return {
      measure: () => rateOf(port, amount(10_000, 100), connections),
      close: () => server.disconnect(),
    }
  }
}

function lateness(kind: string, streams: number, share: number): Setup {
  return async () => {
    const { server, port } = await started(kind, paced)
    const { events, everyMs } = streamOf(paced)
    // The JIT has seen it by then.
    await latenessOf(port, streams, events, everyMs)
    return {
      measure: async () => {
        const late = await latenessOf(port, streams, events, everyMs)
        return late[Math.ceil(late.length * share) - 1] ?? Number.NaN
      },
      close: () => server.disconnect(),
    }
  }
}

/** What the server holds once it has answered so many. */
function memory(requests: number): Setup {
  return async () => {
    const { server, port } = await started('wiretape', atOnce)
    return {
      measure: async () => {
        await rateOf(port, requests, 32)
        server.send('memory')
        const [bytes] = (await once(server, 'message')) as [number]
        return bytes
      },
      close: () => server.disconnect(),
    }
  }
}

async function started(
  kind: string,
  stream: Stream,
): Promise<{ readonly server: ChildProcess; readonly port: number }> {
  const script = fileURLToPath(new URL('stream-server.js', import.meta.url))
  const execArgv = ['--expose-gc', '--no-warnings']
  const server = fork(script, [kind, JSON.stringify(stream)], { execArgv })
  const [port] = (await once(server, 'message')) as [number]
  return { server, port }
}
