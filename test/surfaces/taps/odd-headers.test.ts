import * as undici from 'undici'
import { expect } from 'vitest'
import { Recorder, withCassette } from '../../../src/index.ts'
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

test.for<readonly [given: unknown, kept: readonly string[] | undefined]>([
  [{ 'x-one': 5 }, ['5']],
  [{ 'x-one': true }, ['true']],
  [{ 'x-one': null }, ['']],
  [{ 'x-one': undefined }, undefined],
  [{ 'x-one': [1, 'b', null] }, ['1', 'b', '']],
  [['x-one', 5, 'x-two', 'b'], ['5']],
  [
    ['x-one', ['a', 'b']],
    ['a', 'b'],
  ],
  [new Map([['x-one', 5]]), ['5']],
])(
  'the headers %o are recorded as undici sends them',
  async ([given, kept], { server, cassettePath }) => {
    server.reply((request, response) => void response.end(request.headers['x-one']))
    const headers = given as undici.Dispatcher.RequestOptions['headers']
    const ask = async (): Promise<string> =>
      (await undici.request(server.url, { headers: headers ?? null })).body.text()
    const options = { env: {}, keepHeaders: ['x-one'] }

    expect(await withCassette(cassettePath, options, ask)).toBe(kept?.join(', ') ?? '')

    const [recorded] = loadCassette(cassettePath).interactions
    expect(recorded?.request.headers['X-One']).toEqual(kept)
    expect(await withCassette(cassettePath, options, ask)).toBe(kept?.join(', ') ?? '')
    expect(server.seen).toHaveLength(1)
  },
)
