import { describe, expect } from 'vitest'
import { type RecorderOptions, withCassette } from '../../../src/index.ts'
import { type Http2Service, http2Test as test } from '../../support/http2.ts'
import { type StreamScenario, streamScenarios } from './http2-scenarios.ts'
import { type ObservedStream, observeHttp2, playableStream } from './observe-http2.ts'
import { Progress } from './observed.ts'

function look(service: Http2Service, scenario: StreamScenario): Promise<ObservedStream> {
  const progress = new Progress()
  service.reply = (...call) => scenario.reply(progress, ...call)
  return observeHttp2(service.url, scenario, progress)
}

async function lookThrough(
  path: string,
  options: RecorderOptions,
  ...call: Parameters<typeof look>
): Promise<ObservedStream> {
  const watched = { env: {}, headers: 'all', keepHeaders: ['set-cookie'], redact: false } as const
  return withCassette(path, { ...watched, ...options }, () => look(...call))
}

describe('nobody can tell that a recorder watches node:http2:', () => {
  test.for(streamScenarios)('$name', async (scenario, { service, folder }) => {
    const bare = await look(service, scenario)
    for (const mode of ['record', 'passthrough', 'once']) {
      const watched = await lookThrough(`${folder}/${mode}.yaml`, { mode }, service, scenario)
      expect({ mode, ...watched }).toEqual({ mode, ...bare })
    }
  })
})

describe('nor where bodies are read first:', () => {
  test.for(streamScenarios)('$name', async (scenario, { service, folder }) => {
    const bare = await look(service, scenario)
    const mode = 'new-episodes'
    const watched = await lookThrough(`${folder}/c.yaml`, { mode }, service, scenario)

    // The session behind it may tell of its error a little later.
    expect({ ...watched, sessionErrors: [] }).toEqual({ ...bare, sessionErrors: [] })
  })
})

describe('node:http2 is played what it was sent:', () => {
  const answered = streamScenarios.filter(({ name }) => !/before the head/.test(name))

  test.for(answered)('$name', async (scenario, { service, folder }) => {
    const path = `${folder}/c.yaml`
    const live = await lookThrough(path, { mode: 'record' }, service, scenario)
    const { seen, url } = service
    await service.stop()
    const played = await withCassette(path, { env: {}, mode: 'replay', redact: false }, () =>
      observeHttp2(url, scenario, new Progress()),
    )

    expect(service.seen).toBe(seen)
    expect(playableStream(played)).toEqual(playableStream(live))
  })
})
