import { expect, test } from 'vitest'
import { Tally } from '../../../src/cli/serve/tally.ts'
import type { AnswerReport } from '../../../src/surfaces/server.ts'

function failed(reason: string): AnswerReport {
  const url = 'http://a.test/'
  const outcome = 'failed' as const
  return {
    method: 'GET',
    target: '/',
    url,
    status: 502,
    outcome,
    reason,
    bytes: 0,
    ms: 1,
    isWhole: true,
  }
}

test('what failed alike is told once, and not without an end', () => {
  const tally = new Tally()
  const reasons = Array.from({ length: 30 }, (_, nth) => `reason ${nth}`)

  for (const reason of [...reasons, 'reason 1', 'reason 29']) tally.take(failed(reason))

  expect(tally.failures).toHaveLength(20)
  expect(tally.failures.slice(0, 2)).toEqual([
    { reason: 'reason 0', count: 1 },
    { reason: 'reason 1', count: 2 },
  ])
})
