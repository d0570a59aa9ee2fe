import { describe, expect, test } from 'vitest'
import { parseMode, planOf, resolveMode } from '../../src/core/modes.ts'

describe('the table of the modes', () => {
  test.each([
    ['once', false, 'none', 'record', 'replaces', false],
    ['once', true, 'replay', 'refuse', 'no', false],
    ['replay', true, 'replay', 'refuse', 'no', true],
    ['replay', false, 'replay', 'refuse', 'no', true],
    ['record', true, 'none', 'record', 'replaces', false],
    ['record', false, 'none', 'record', 'replaces', false],
    ['new-episodes', true, 'replay', 'record', 'appends', false],
    ['new-episodes', false, 'replay', 'record', 'appends', false],
    ['passthrough', true, 'none', 'send', 'no', false],
  ] as const)('%s, file there: %s', (mode, exists, onMatch, onMiss, saves, needsFile) => {
    expect(planOf(mode, exists)).toEqual({ onMatch, onMiss, saves, needsFile })
  })
})

test.each([
  ['once', 'once'],
  ['RecordOnce', 'once'],
  ['ReplayOnly', 'replay'],
  ['none', 'replay'],
  ['RecordOnly', 'record'],
  ['all', 'record'],
  ['ReplayWithNewEpisodes', 'new-episodes'],
  ['new_episodes', 'new-episodes'],
  [' Passthrough ', 'passthrough'],
  ['off', 'passthrough'],
])('%s is the mode %s', (name, mode) => {
  expect(parseMode(name, 'mode')).toBe(mode)
})

test('an unknown mode is refused with the modes there are and where it stood', () => {
  expect(() => parseMode('rewind', '--mode')).toThrow(
    new TypeError(
      '--mode is "rewind", which is no mode. The modes are once, replay, record, new-episodes, passthrough.',
    ),
  )
})

test.each([
  ['the variable stands above the option', 'once', { WIRETAPE_MODE: 'record', CI: '1' }, 'record'],
  ['the option stands above CI', 'once', { CI: 'true' }, 'once'],
  ['CI means replay', undefined, { CI: 'true' }, 'replay'],
  ['CI=false means nothing', undefined, { CI: 'false' }, 'once'],
  ['CI=0 means nothing', undefined, { CI: '0' }, 'once'],
  ['an empty CI means nothing', undefined, { CI: '', WIRETAPE_MODE: '' }, 'once'],
  ['once is what remains', undefined, {}, 'once'],
])('%s', (_name, option, env, mode) => {
  expect(resolveMode(option, env)).toBe(mode)
})
