import { existsSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { Recorder, withCassette } from '../../../src/index.ts'
import { isProof } from '../../support/tries.ts'
import { test } from '../../support/test.ts'
import type { Client, Wish } from './client.ts'
import { nodeClients } from './node-clients.ts'
import { sdkClients } from './sdk-clients.ts'
import { type FaultyServer, faults, stalls } from './servers.ts'
import { type Trace, watch } from './traces.ts'
import { undiciClients } from './undici-clients.ts'
import { signals, waitsOf } from './waits.ts'

const clients = [...undiciClients, ...nodeClients, ...sdkClients]

type Ask = () => Promise<Trace>

/** How a request may be watched. What is read first, or scoped, is one layer more between client and server. */
const ways: Readonly<Record<string, (path: string, ask: Ask) => Promise<Trace>>> = {
  once: (path, ask) => withCassette(path, { env: {}, mode: 'once' }, ask),
  ...(isProof && {
    record: (path, ask) => installed(path, 'record', ask),
    passthrough: (path, ask) => installed(path, 'passthrough', ask),
    'new-episodes': (path, ask) => withCassette(path, { env: {}, mode: 'new-episodes' }, ask),
  }),
}

async function installed(path: string, mode: string, ask: Ask): Promise<Trace> {
  const recorder = await Recorder.open(path, { env: {}, mode })
  recorder.install()
  try {
    return await ask()
  } finally {
    await recorder.stop()
  }
}

/** What a client tells, and a server has seen. */
async function both(server: FaultyServer, ask: Ask) {
  server.seen.requests = 0
  const client = await ask()
  return { client, server: { ...server.seen } }
}

/** Asks without a recorder and with one. @returns what is told without one */
async function compare(server: FaultyServer, ask: Ask, folder: string): Promise<Trace> {
  const bare = await both(server, ask)
  for (const [way, run] of Object.entries(ways)) {
    const watched = await both(server, () => run(`${folder}/${way}.yaml`, ask))
    expect({ way, ...watched }).toEqual({ way, ...bare })
  }
  return bare.client
}

const kept = ({ codes, heads, text }: Trace) => ({ codes, heads, text })

/** In each run every client meets a third of the faults, and every fault a third of the clients. */
const metBy = (client: Client) =>
  faults.filter((_, index) => isProof || (index + clients.indexOf(client)) % 3 === 0)

describe.each(clients)('$name is told by a recorder', (client) => {
  test.for(metBy(client))('of $name', async (fault, { folder }) => {
    const server = await fault.start()
    const ask = () => watch((notes) => client.ask(server.url, notes, {}))
    const live = await compare(server, ask, folder)
    await server.stop()

    const path = `${folder}/once.yaml`
    expect(existsSync(path)).toBe(fault.at === 'body')
    if (fault.at !== 'body') return
    const options = { env: {}, mode: 'replay', repeats: 'last' } as const
    const played = await withCassette(path, options, ask)

    expect(kept(played)).toEqual(kept(live))
  })
})

describe.runIf(isProof).each(clients.filter(({ name }) => name !== 'eventsource'))(
  '$name gives up',
  (client) => {
    describe.each(stalls)('on $name', (fault) => {
      // A body that is a stream is read first where requests are matched: the signal is heard then.
      const isStream = client.name === 'undici.pipeline'
      const given = signals.filter(({ isLate }) => !(isStream && isLate))
      const wishes = [...(waitsOf(client)[fault.at] ?? []), ...given]

      test.for(wishes.map((wish) => [named(wish), wish] as const))(
        '%s',
        async ([, wish], { folder }) => {
          const server = await fault.start()
          const ask = () => watch((notes) => client.ask(server.url, notes, wish))
          const live = await compare(server, ask, folder)
          await server.stop()

          if (!existsSync(`${folder}/once.yaml`)) return
          const options = { env: {}, mode: 'replay', repeats: 'last', speed: 'recorded' } as const
          const played = await withCassette(`${folder}/once.yaml`, options, ask)
          expect(kept(played)).toEqual(kept(live))
        },
      )
    })
  },
)

function named({ options, connection, signal }: Wish): string {
  return JSON.stringify({ ...options, ...connection, ...(signal && { signal: String(signal) }) })
}
