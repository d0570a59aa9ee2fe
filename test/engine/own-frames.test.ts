import { once } from 'node:events'
import http from 'node:http'
import { afterEach, beforeEach, describe, expect } from 'vitest'
import '../../src/surfaces/taps/install.ts'
import { withoutOwnFrames } from '../../src/engine/own-frames.ts'
import { Recorder } from '../../src/engine/recorder.ts'
import { requestTo } from '../support/drive.ts'
import { test } from '../support/test.ts'

test('the stack of a miss begins where the request was made', () => {
  const recorder = Recorder.of({ version: 2, interactions: [] })
  const outcome = recorder.handle(requestTo({ url: 'http://localhost/' }))
  if (outcome.kind !== 'refuse') throw new Error('It was to be refused.')

  const [, ...frames] = (outcome.error.stack ?? '').split(/\n(?= +at )/)

  expect(frames[0]).toContain('own-frames.test.ts')
})

describe('with the ten frames that Node keeps, too', () => {
  const { stackTraceLimit } = Error
  beforeEach(() => void (Error.stackTraceLimit = 10))
  afterEach(() => void (Error.stackTraceLimit = stackTraceLimit))

  const asks = {
    fetch: async (url: string) => fetch(url),
    'node:http': async (url: string) => once(http.get(url), 'response'),
  }
  test.each(Object.entries(asks))('of %s', async (_, ask) => {
    const recorder = Recorder.of({ version: 2, interactions: [] })
    recorder.install()
    await ask('http://localhost/').catch(() => {})
    recorder.uninstall()

    const [, first] = (recorder.misses[0]?.error.stack ?? '').split(/\n(?= +at )/)

    expect(first).toContain('own-frames.test.ts')
    expect(Error.stackTraceLimit).toBe(10)
  })
})

test.each([
  ['a stack that does not begin in the engine', 'Error: x\n    at f (/app/x.js:1:1)'],
  ['no stack', undefined],
])('%s stays as it is', (_, stack) => {
  const error = Object.assign(new Error('x'), { stack })

  expect(withoutOwnFrames(() => error).stack).toBe(stack)
})

test('a message that reads like frames stays whole', () => {
  const message = 'differs\n    at f (/w/node_modules/wiretape/dist/url.js:1:1)'
  const error = Object.assign(new Error(message), {
    stack: `Error: ${message}\n    at g (/w/node_modules/wiretape/dist/x.js:1:1)\n    at h (/app/x.js:1:1)`,
  })

  expect(withoutOwnFrames(() => error).stack).toBe(`Error: ${message}\n    at h (/app/x.js:1:1)`)
})
