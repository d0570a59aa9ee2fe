import { expect, test } from 'vitest'
import { modeOfRun } from '../../../src/surfaces/vitest/run-mode.ts'

test.each([
  ['a run at home records what is missing', 'new', undefined, {}, 'once'],
  ['a run in CI records nothing', 'none', undefined, {}, 'replay'],
  ['so does one that only our rule takes for CI', 'new', undefined, { CI: '1' }, 'replay'],
  ['an option stands above CI', 'none', 'once', { CI: '1' }, 'once'],
  ['the environment stands above an option', 'none', 'replay', { WIRETAPE_MODE: 'all' }, 'record'],
  ['-u stands above the environment', 'all', undefined, { WIRETAPE_MODE: 'replay' }, 'record'],
  ['-u stands above CI', 'all', undefined, { CI: '1' }, 'record'],
  ['-u records where new episodes would be added', 'all', 'new-episodes', {}, 'record'],
  ['-u leaves what is to be replayed', 'all', 'none', {}, 'replay'],
  ['-u leaves what is to pass through', 'all', 'passthrough', {}, 'passthrough'],
] as const)('%s', (_, update, option, env, mode) => {
  expect(modeOfRun(update, option, env)).toBe(mode)
})
