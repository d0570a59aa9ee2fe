import { describe, expect } from 'vitest'
import { Recorder, type RecorderOptions } from '../../../src/index.ts'
import { test as base } from '../../support/test.ts'
import { builtInFetch, undiciFetch } from './observe-fetch.ts'
import { nodeHttp } from './observe-http.ts'
import { undiciRequest } from './observe-undici.ts'
import { type Observed, type Observer, Progress } from './observed.ts'
import { type Scenario, scenarios } from './scenarios.ts'
import { playable } from './playable.ts'
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

async function recorded(
  path: string,
  options: RecorderOptions,
  run: () => Promise<Both>,
): Promise<Both> {
  const recorder = await Recorder.open(path, { env: {}, ...options })
  recorder.install()
  try {
    return await run()
  } finally {
    await recorder.stop()
  }
}

/** Leave to send is given by us where a body is read first: the server gives its own as well, which nobody hears. */
const differing = new Set(['leave to send the body'])

/** Nothing is kept of what failed before its headers. */
const unanswered = new Set([
  'a connection that ends before the headers',
  'a connection that is reset before the headers',
  'an answer that is no HTTP',
  'an answer that takes too long',
])

const streaming = ['record', 'passthrough', 'once']

describe.each([builtInFetch, undiciFetch, undiciRequest, nodeHttp])(
  'nobody can tell that $name is watched:',
  (observer) => {
    test.for(scenarios)('$name', async (scenario, { witness, folder }) => {
      const bare = await look(observer, scenario, witness)
      for (const mode of streaming) {
        const watched = await recorded(`${folder}/${mode}.yaml`, { mode }, () =>
          look(observer, scenario, witness),
        )
        expect({ mode, ...watched }).toEqual({ mode, ...bare })
      }
    })
  },
)

const matching: RecorderOptions = { mode: 'new-episodes' }

describe.each([builtInFetch, undiciFetch, undiciRequest, nodeHttp])(
  'nor where bodies are read first, with $name:',
  (observer) => {
    const sameAnyhow = scenarios.filter(({ name }) => !differing.has(name))

    test.for(sameAnyhow)('$name', async (scenario, { witness, folder }) => {
      const bare = await look(observer, scenario, witness)
      const watched = await recorded(`${folder}/c.yaml`, matching, () =>
        look(observer, scenario, witness),
      )

      expect(watched).toEqual(bare)
    })
  },
)

const everything: RecorderOptions = { headers: 'all', keepHeaders: ['set-cookie'], redact: false }

describe.each([builtInFetch, undiciFetch, undiciRequest, nodeHttp])(
  '$name is played what it was sent:',
  (observer) => {
    const answered = scenarios.filter(({ name }) => !unanswered.has(name))

    test.for(answered)('$name', async (scenario, { witness, folder }) => {
      const path = `${folder}/c.yaml`
      const live = await recorded(path, { ...everything, mode: 'record' }, () =>
        look(observer, scenario, witness),
      )
      const replay: RecorderOptions = { ...everything, mode: 'replay', speed: 'recorded' }
      const played = await recorded(path, replay, () => look(observer, scenario, witness))

      expect(played.server).toEqual([])
      const areCodings = /with the coding (?!x-)/.test(scenario.name)
      const facts = ({ client }: Both) => client.map((one) => playable(one, areCodings))

      expect(facts(played)).toEqual(facts(live))
    })
  },
)
