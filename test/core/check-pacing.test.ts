import { expect, test } from 'vitest'
import { checkPacing } from '../../src/core/check-pacing.ts'
import type { Pacing } from '../../src/core/timeline.ts'

test.each([
  [{ speed: 'fast' }, "speed is \"fast\". It is 'recorded', 'instant' or a number above 0."],
  [{ speed: 0 }, "speed is 0. It is 'recorded', 'instant' or a number above 0."],
  [
    { speed: undefined as never, maxWait: -1 },
    'maxWait is -1. It is a number of milliseconds, 0 or more.',
  ],
  [
    { pace: { eventsPerSecond: 0 } },
    'pace is {"eventsPerSecond":0}. Write it like { eventsPerSecond: 50 }.',
  ],
  [
    { maxWait: Symbol.iterator },
    'maxWait is Symbol(Symbol.iterator). It is a number of milliseconds, 0 or more.',
  ],
  [{ ttft: -1 }, 'ttft is -1. It is a number of milliseconds, 0 or more.'],
  [{ jitter: 1.5 }, 'jitter is 1.5. It is a part of each wait, from 0 to 1.'],
  [{ seed: 0.5 }, 'seed is 0.5. It is a whole number.'],
])('a wrong pacing is refused where it was passed: %o', (pacing, message) => {
  expect(() => checkPacing(pacing as Pacing)).toThrow(new TypeError(message))
})

test('a right pacing is taken', () => {
  expect(() =>
    checkPacing({ speed: 'recorded', maxWait: 0, pace: { eventsPerSecond: 1 } }),
  ).not.toThrow()
  expect(() => checkPacing({ speed: 0.5, ttft: 0, jitter: 1, seed: -1 })).not.toThrow()
})
