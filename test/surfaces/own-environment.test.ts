import { expect, test } from 'vitest'
import { OwnEnvironments } from '../../src/surfaces/own-environment.ts'

const own = new OwnEnvironments({
  variables: { TAPE: 'a.yaml', MODE: 'replay' },
  mark: 'TAPE',
  preload: '/us.cjs',
})
const load = '--require /us.cjs'

test('an environment keeps what it has, and is told the rest', () => {
  expect(own.pairs(['A=b=c', 'MODE=record', '=C:=C:\\x', 'NODE_OPTIONS=--no-warnings'])).toEqual([
    'A=b=c',
    'MODE=record',
    '=C:=C:\\x',
    'TAPE=a.yaml',
    `NODE_OPTIONS=${load} --no-warnings`,
  ])
})

test('options are told by their environment, and what it inherits stays', () => {
  const env = Object.create({ A: 'b' }) as object
  const told = { A: 'b', TAPE: 'a.yaml', MODE: 'replay', NODE_OPTIONS: load }

  expect(own.options({ cwd: '/', env })).toEqual({ cwd: '/', env: told })
})

test.for([['file', ['-a']], [{ cwd: '/' }], [{ env: null }], [null]])(
  'what has no environment of its own stays as it is: %j',
  ([given]) => {
    expect(own.options(given)).toBe(given)
  },
)

test('what is told of a cassette of its own is left alone', () => {
  expect(own.pairs(['TAPE=b.yaml'])).toEqual(['TAPE=b.yaml'])
  expect(own.options({ env: { TAPE: 'b.yaml' } })).toEqual({ env: { TAPE: 'b.yaml' } })
})
