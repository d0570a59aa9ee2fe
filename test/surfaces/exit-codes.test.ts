import { expect, test } from 'vitest'
import { UsageError, endingOf, exitCode } from '../../src/surfaces/exit-codes.ts'
import {
  CassetteStoreError,
  UnusedInteractionsError,
  WiretapeError,
} from '../../src/core/errors.ts'

const child = { code: 7, signal: null }

test.each([
  [{ isMisused: true, isCassetteBroken: true, hasMisses: true, hasFinding: true, child }, 2],
  [{ isCassetteBroken: true, hasMisses: true, hasFinding: true, child }, 3],
  [{ hasMisses: true, hasFinding: true, child }, 4],
  [{ hasFinding: true, child }, 1],
  [{ child }, 7],
  [{ child: { code: null, signal: 'SIGTERM' as const } }, 143],
  [{ child: { code: null, signal: null } }, 0],
  [{}, 0],
])('of %j the first that applies is %i', (ending, code) => {
  expect(exitCode(ending)).toBe(code)
})

test.each([
  [new WiretapeError('NO_MATCH', ''), 4],
  [new UnusedInteractionsError([1], ''), 1],
  [new CassetteStoreError('x', ''), 3],
  [new UsageError(''), 2],
  [new WiretapeError('PORT_IN_USE', ''), 2],
])('%s has its exit code', (error, code) => {
  expect(exitCode(endingOf(error)!)).toBe(code)
})

test.each([new TypeError('x is undefined'), 'a string', undefined])('%s is a bug', (error) => {
  expect(endingOf(error)).toBeUndefined()
})
