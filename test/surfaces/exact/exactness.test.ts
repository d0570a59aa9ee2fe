import { describe, expect } from 'vitest'
import { Recorder, type RecorderOptions, recordedFetch } from '../../../src/index.ts'
import { cassetteDispatcher } from '../../../src/surfaces/undici.ts'
import { test as base } from '../../support/test.ts'
import { builtInFetch, fetchOver, undiciFetch } from './observe-fetch.ts'
import { nodeHttp } from './observe-http.ts'
import { undiciOver, undiciRequest } from './observe-undici.ts'
import { type Observed, type Observer, Progress } from './observed.ts'
import { playable } from './playable.ts'
import { type Scenario, scenarios } from './scenarios.ts'
import { Witness, type Witnessed } from './witness.ts'

// vitest reads from the parameters what a fixture depends on: it has to be a pattern, if an empty one.
/* oxlint-disable no-empty-pattern */
const test = base.extend<{ witness: Witness }>({
  witness: async ({}, use) => {
    const witness = await Witness.start()
    await use(witness)
    await witness.stop()
  },
})

/** A way in: the same client without a recorder and with one. */
interface Way {
  readonly name: string
  readonly bare: Observer
  watched(recorder: Recorder): Observer
}

const ways: readonly Way[] = [
  ...[builtInFetch, undiciFetch, undiciRequest, nodeHttp].map(tapped),
  {
    name: 'recordedFetch()',
    bare: builtInFetch,
    watched: (recorder) => fetchOver('recordedFetch()', (send) => recordedFetch(recorder, send)),
  },
  {
    name: 'cassetteDispatcher()',
    bare: undiciRequest,
    watched: (recorder) => undiciOver((dispatcher) => cassetteDispatcher(recorder, dispatcher)),
  },
]

function tapped(bare: Observer): Way {
  return {
    name: `${bare.name}, tapped`,
    bare,
    watched(recorder) {
      recorder.install()
      return bare
    },
  }
}

interface Both {
  readonly client: readonly Observed[]
  readonly server: readonly Witnessed[]
}

async function look(observer: Observer, scenario: Scenario, witness: Witness): Promise<Both> {
  witness.reply(scenario.reply)
  const opened = observer.open()
  const client: Observed[] = []
  for (let count = 0; count < (scenario.times ?? 1); count++) {
    const progress = new Progress()
    witness.meet(progress)
    client.push(await opened.observe({ ...scenario.doing, url: `${witness.url}/`, progress }))
  }
  await opened.close()
  return { client, server: await witness.seen() }
}

async function lookThrough(
  way: Way,
  path: string,
  options: RecorderOptions,
  ...[scenario, witness]: [Scenario, Witness]
): Promise<Both> {
  const recorder = await Recorder.open(path, { env: {}, ...options })
  try {
    return await look(way.watched(recorder), scenario, witness)
  } finally {
    await recorder.stop()
  }
}

const streaming = ['record', 'passthrough', 'once']

describe.each(ways)('nobody can tell that a recorder watches $name:', (way) => {
  test.for(scenarios)('$name', async (scenario, { witness, folder }) => {
    const bare = await look(way.bare, scenario, witness)
    for (const mode of streaming) {
      const path = `${folder}/${mode}.yaml`
      const watched = await lookThrough(way, path, { mode }, scenario, witness)
      expect({ mode, ...watched }).toEqual({ mode, ...bare })
    }
  })
})

/** Leave to send is given by us where a body is read first: the server gives its own as well, which nobody hears. */
const differing = new Set(['leave to send the body'])

describe.each(ways)('nor where bodies are read first, with $name:', (way) => {
  const same = scenarios.filter(({ name }) => !differing.has(name))

  test.for(same)('$name', async (scenario, { witness, folder }) => {
    const bare = await look(way.bare, scenario, witness)
    const options = { mode: 'new-episodes' }
    const watched = await lookThrough(way, `${folder}/c.yaml`, options, scenario, witness)

    expect(watched).toEqual(bare)
  })
})

/** Nothing is kept of what failed before its headers. */
const unanswered = new Set([
  'a connection that ends before the headers',
  'a connection that is reset before the headers',
  'an answer that is no HTTP',
  'an answer that takes too long',
])

const everything: RecorderOptions = { headers: 'all', keepHeaders: ['set-cookie'], redact: false }

describe.each(ways)('$name is played what it was sent:', (way) => {
  const answered = scenarios.filter(({ name }) => !unanswered.has(name))

  test.for(answered)('$name', async (scenario, { witness, folder }) => {
    const path = `${folder}/c.yaml`
    const live = await lookThrough(way, path, { ...everything, mode: 'record' }, scenario, witness)
    const replay: RecorderOptions = { ...everything, mode: 'replay', speed: 'recorded' }
    const played = await lookThrough(way, path, replay, scenario, witness)
    const areCodings = /with the coding (?!x-)/.test(scenario.name)
    const facts = ({ client }: Both) => client.map((one) => playable(one, areCodings))

    expect(played.server).toEqual([])
    expect(facts(played)).toEqual(facts(live))
  })
})
