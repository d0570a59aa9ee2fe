import * as undici from 'undici'
import { expect, onTestFinished } from 'vitest'
import { headersOf } from '../../src/core/headers.ts'
import { Recorder } from '../../src/index.ts'
import { cassetteDispatcher } from '../../src/surfaces/undici.ts'
import { test } from '../support/test.ts'
import { cassetteOf, recorded } from './server/recorded.ts'

const ms = 1e6
const undecodable = headersOf([['content-encoding', 'gzip']])

function replaying(response: object, speed: 'recorded' | 'instant'): Recorder {
  const cassette = cassetteOf(recorded('http://a.test/', { duration: 5 * ms, ...response }))
  const recorder = Recorder.of(cassette, { speed, repeats: 'any' })
  onTestFinished(() => recorder.stop())
  return recorder
}

/** What a handler is told, each with the turn of the event loop in which it is. */
async function turnsOf(recorder: Recorder): Promise<string[]> {
  const told: string[] = []
  let turn = 0
  await new Promise<void>((over) => {
    const note = (what: string): true => {
      told.push(what)
      if (told.length === 1) setImmediate(() => (turn += 1))
      else if (turn > 0) told.push('later')
      return true
    }
    cassetteDispatcher(recorder, new undici.Agent()).dispatch(
      { origin: 'http://a.test', path: '/', method: 'GET' },
      {
        onConnect() {},
        onHeaders: () => note('head'),
        onData: () => note('data'),
        onComplete() {
          note('end')
          over()
        },
        onError: () => {},
      },
    )
  })
  return told
}

test.each([
  ['recorded', { body: 'one' }],
  ['recorded', { body: '' }],
  [
    'instant',
    {
      body: 'one',
      chunks: [
        { bytes: 3, at: 20 * ms },
        { bytes: 0, at: 40 * ms },
      ],
    },
  ],
] as const)('at %s speed what came together is played in one turn', async (speed, response) => {
  const told = await turnsOf(replaying(response, speed))

  expect(told).toEqual(response.body === '' ? ['head', 'end'] : ['head', 'data', 'end'])
})

test('a body that cannot be decoded fails a fetch as it did when it came, and does not hang it', async () => {
  const recorder = replaying({ headers: undecodable, body: 'not gzip' }, 'recorded')
  recorder.install()

  for (let times = 0; times < 50; times++) {
    const response = await fetch('http://a.test/')
    await expect(response.text()).rejects.toMatchObject({ cause: { code: 'Z_DATA_ERROR' } })
  }
})
