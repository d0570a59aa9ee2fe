import { expect, test } from 'vitest'
import {
  BodyNotKeptError,
  CassetteFormatError,
  CassetteLockedError,
  CassetteNotFoundError,
  CassetteStoreError,
  CassetteVersionError,
  TapError,
  UnusedInteractionsError,
  WiretapeError,
} from '../../src/core/errors.ts'

const cause = new Error('EACCES')

test.each([
  [new WiretapeError('TAP_FAILED', 'said'), 'TAP_FAILED', 'WiretapeError', {}],
  [
    new CassetteNotFoundError('a.yaml', 'said', { cause }),
    'CASSETTE_NOT_FOUND',
    'CassetteNotFoundError',
    { file: 'a.yaml', cause },
  ],
  [
    new CassetteLockedError('a.yaml', 'said'),
    'CASSETTE_LOCKED',
    'CassetteLockedError',
    { file: 'a.yaml' },
  ],
  [
    new CassetteStoreError('a.yaml', 'said', { cause }),
    'CASSETTE_STORE',
    'CassetteStoreError',
    { file: 'a.yaml', cause },
  ],
  [
    new UnusedInteractionsError([1, 4], 'said'),
    'UNUSED',
    'UnusedInteractionsError',
    { unused: [1, 4] },
  ],
  [new BodyNotKeptError('said'), 'BODY_NOT_KEPT', 'BodyNotKeptError', {}],
  [new TapError('said'), 'TAP_FAILED', 'TapError', {}],
])('%s is told by its code and carries its parts', (error, code, name, fields) => {
  expect(error).toBeInstanceOf(WiretapeError)
  expect(error).toMatchObject({ code, name, message: 'said', ...fields })
})

test('a format error says where, shows the line, and says what to do', () => {
  const error = new CassetteFormatError(
    '"duration" is not a Go duration ("fast").',
    { file: 'cassettes/login.yaml', line: 12, column: 5 },
    { excerpt: 'duration: fast\n          ^', hint: 'Write it like "1.25s".', cause },
  )

  expect(error.message).toBe(
    [
      'Cannot read cassettes/login.yaml: line 12, column 5: "duration" is not a Go duration ("fast").',
      'duration: fast',
      '          ^',
      'Write it like "1.25s".',
    ].join('\n'),
  )
  expect(error).toMatchObject({
    code: 'CASSETTE_FORMAT',
    name: 'CassetteFormatError',
    file: 'cassettes/login.yaml',
    line: 12,
    column: 5,
    problem: '"duration" is not a Go duration ("fast").',
    cause,
  })
})

test('a format error of a cassette without a file still has its place', () => {
  const error = new CassetteFormatError('it is empty.', { line: 1, column: 1 })

  expect(error.message).toBe('Cannot read the cassette: line 1, column 1: it is empty.')
  expect(error.file).toBeUndefined()
  expect(error.excerpt).toBeUndefined()
})

test.each([undefined, 'version: 3\n         ^'])(
  'a version error names the version (excerpt %j)',
  (excerpt) => {
    const error = new CassetteVersionError('3', { file: 'a.yaml', line: 2, column: 10 }, excerpt)

    expect(error).toBeInstanceOf(CassetteFormatError)
    expect(error).toMatchObject({ code: 'CASSETTE_VERSION', version: '3', excerpt })
    expect(error.message).toContain('the version is 3, and wiretape reads 1 and 2.')
  },
)
