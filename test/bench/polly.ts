import { createHash } from 'node:crypto'
import FetchAdapterModule from '@pollyjs/adapter-fetch'
import { Polly } from '@pollyjs/core'
import PersisterModule from '@pollyjs/persister'
import type { RecordedItems } from './recorded-items.ts'

// Their types say that the class is a property of what is imported; Node gives the class itself.
const FetchAdapter = FetchAdapterModule as unknown as typeof FetchAdapterModule.default
const Persister = PersisterModule as unknown as typeof PersisterModule.default

type Recording = Awaited<ReturnType<InstanceType<typeof Persister>['onFindRecording']>>

/**
 * Starts Polly with the items as its recording, and gives what stops it.
 *
 * Order and headers are left out of its match: it would look through all requests before each.
 */
export async function startPolly({ urls, bodies }: RecordedItems): Promise<() => Promise<void>> {
  const entries = urls.map((url) => entryOf(url, bodies.get(url) ?? ''))
  const recording = { log: { creator: { name: 'Polly.JS' }, entries } } as unknown as Recording

  class InMemory extends Persister {
    static override get id(): string {
      return 'in-memory'
    }
    override async onFindRecording(): Promise<Recording> {
      return recording
    }
  }

  Polly.register(FetchAdapter)
  Polly.register(InMemory)
  const polly = new Polly('bench', {
    mode: 'replay',
    recordIfMissing: false,
    logLevel: 'silent',
    adapters: ['fetch'],
    persister: 'in-memory',
    matchRequestsBy: { headers: false, body: false, order: false },
  })
  return () => polly.stop()
}

/** An entry as Polly would have recorded it; the id is the hash by which it finds a request. */
export function entryOf(url: string, text: string, type = 'application/json'): object {
  return {
    _id: createHash('md5')
      .update(JSON.stringify({ method: 'GET', url }))
      .digest('hex'),
    _order: 0,
    startedDateTime: '2026-01-01T00:00:00.000Z',
    time: 0,
    request: { method: 'GET', url, headers: [], cookies: [] },
    response: {
      status: 200,
      statusText: 'OK',
      headers: [{ name: 'content-type', value: type }],
      cookies: [],
      content: { mimeType: type, size: text.length, text },
    },
  }
}
