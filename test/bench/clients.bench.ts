import { type Client, builtInFetch, byHand, nodeHttp, undiciRequest } from './clients.ts'
import { importTakes } from './import-time.ts'
import { mockAgent, mockAgentOfMany, msw, snapshotAgent } from './peers.ts'
import { firstByteLater, gets } from './recording-clients.ts'
import {
  dispatchedText,
  lookedUp,
  nodeHttpText,
  postLimit,
  postReplayed,
  replayed,
  undiciText,
} from './replaying-clients.ts'
import { bareLimit, wiretape } from './replay.bench.ts'
import { type Row, amount } from './row.ts'

const many = amount(100_000, 2_000)
const largeBytes = amount(64 * 1_048_576, 1_048_576)
const small = amount(1_000, 20)
const seen: readonly Client[] = [builtInFetch, undiciRequest, nodeHttp]

/** What it costs to stand between a client and its server. */
export const rows: readonly Row[] = [
  {
    name: 'recordedFetch replays a GET',
    subjects: { wiretape: wiretape(1), 'bare limit': bareLimit(1) },
    targets: [{ of: 'bare limit', atMost: 1.5 }],
  },
  {
    name: 'recordedFetch replays a POST of 1 KB JSON',
    subjects: { wiretape: postReplayed, 'bare limit': postLimit },
    targets: [{ of: 'bare limit', atMost: 2 }],
  },
  {
    name: 'the undici tap replays a GET of 100',
    subjects: {
      wiretape: replayed(undiciText, 100),
      'undici MockAgent': mockAgentOfMany(100, undiciText),
      // All 100 by one function that looks them up: what is left is undici's own request.
      'undici MockAgent, one interceptor': mockAgent(100, undiciText),
      'undici SnapshotAgent': snapshotAgent(100, undiciText),
      // The least that undici's own request takes: its dispatcher answers at once.
      'undici.request alone': lookedUp(undiciText, 100),
    },
    targets: ['undici MockAgent', 'undici SnapshotAgent'].map((of) => ({ of, atMost: 0.5 })),
  },
  {
    name: 'the undici tap answers a dispatch of 100',
    subjects: {
      wiretape: replayed(dispatchedText, 100),
      'undici MockAgent': mockAgentOfMany(100, dispatchedText),
      'undici MockAgent, one interceptor': mockAgent(100, dispatchedText),
      'undici SnapshotAgent': snapshotAgent(100, dispatchedText),
    },
    targets: ['undici MockAgent', 'undici SnapshotAgent'].map((of) => ({ of, atMost: 0.5 })),
  },
  {
    name: 'the http tap replays a GET',
    subjects: { wiretape: replayed(nodeHttpText, 1), msw: msw(1, nodeHttpText) },
    targets: [{ of: 'msw', atMost: 0.25 }],
  },
  flat('undici.request', undiciText),
  flat('node:http', nodeHttpText),
  recorded(builtInFetch, 1.7),
  recorded(byHand, 1.7),
  recorded(undiciRequest, 1.7),
  recorded(nodeHttp, 2.5),
  ...seen.map(recordedLarge),
  ...seen.map((client): Row => ({
    name: `the first byte comes later to ${client.name}, recorded`,
    unit: 'ms',
    subjects: { wiretape: firstByteLater(client) },
    targets: [{ atMost: 0.3 }],
    rounds: 5,
  })),
  {
    name: "import 'wiretape', over bare node",
    unit: 'ms',
    subjects: { wiretape: importTakes },
    targets: [{ atMost: 40 }],
    forks: 1,
  },
]

function flat(name: string, openText: typeof undiciText): Row {
  return {
    name: `${name} replays a GET of ${many.toLocaleString('en')}, against itself`,
    subjects: { wiretape: replayed(openText, many), 'wiretape, 1': replayed(openText, 1) },
    targets: [{ of: 'wiretape, 1', atMost: 1.2 }],
  }
}

function recorded(client: Client, atMost: number): Row {
  return {
    name: `record a small GET of ${client.name}`,
    unit: 'cpu',
    subjects: { wiretape: gets(client, '/', true, small), bare: gets(client, '/', false, small) },
    targets: [{ of: 'bare', atMost }],
  }
}

function recordedLarge(client: Client): Row {
  const path = `/bytes/${largeBytes}`
  return {
    name: `record a GET of 64 MB of ${client.name}`,
    unit: 'cpu',
    subjects: { wiretape: gets(client, path, true, 1), bare: gets(client, path, false, 1) },
    targets: [{ of: 'bare', atMost: 1.5 }],
    rounds: 5,
    forks: 1,
  }
}
