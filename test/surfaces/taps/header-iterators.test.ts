import * as undici from 'undici'
import { expect } from 'vitest'
import { Recorder } from '../../../src/index.ts'
import { cassetteDispatcher } from '../../../src/surfaces/undici.ts'
import { loadCassette } from '../../support/load-cassette.ts'
import { test } from '../../support/test.ts'

// One name that undici has a look at, and one that it has not.
const fields = new Map([
  ['X-One', 'a'],
  ['connection', 'close'],
])

test.for(['taps', 'a dispatcher'])(
  'headers that an iterator gives are sent and recorded, through %s',
  async (way, { server, cassettePath }) => {
    server.reply((request, response) => void response.end(request.headers['x-one']))
    const agent = new undici.Agent()
    const ask = async (): Promise<string> => {
      const recorder = await Recorder.open(cassettePath, { env: {}, keepHeaders: ['x-one'] })
      if (way === 'taps') recorder.install()
      const dispatcher = way === 'taps' ? agent : cassetteDispatcher(recorder, agent)
      const { body } = await undici.request(server.url, { headers: fields.entries(), dispatcher })
      const answer = await body.text()
      await recorder.stop()
      return answer
    }

    expect(await ask()).toBe('a')
    expect(await ask()).toBe('a')

    const [kept] = loadCassette(cassettePath).interactions
    expect(kept?.request.headers['X-One']).toEqual(['a'])
    expect(server.seen).toHaveLength(1)
    await agent.destroy()
  },
)
