import { expect, test } from 'vitest'
import { parseGlob } from '../../src/core/glob.ts'

test.each([
  [
    'cassettes/*.yaml',
    'cassettes/',
    ['cassettes/a.yaml'],
    ['cassettes/b/a.yaml', 'x/a.yaml', 'cassettes/ayaml'],
  ],
  ['cassettes/**/*.yaml', 'cassettes/', ['cassettes/a.yaml', 'cassettes/b/c/a.yaml'], ['a.yaml']],
  ['**', '', ['a.yaml', 'b/a.yaml'], []],
  [
    './test/**/a?.yml',
    './test/',
    ['test/ab.yml', './test/c/ab.yml'],
    ['test/a.yml', 'test/a/.yml'],
  ],
  [
    '{one,two*}/[a-c]_[!x].yaml',
    '',
    ['one/a_b.yaml', 'twofold/c_1.yaml'],
    ['one/d_b.yaml', 'one/a_x.yaml'],
  ],
  ['/abs/[^].yaml', '/abs/', ['/abs/^.yaml'], ['/abs/a.yaml']],
  ['a.b+c(d)*', '', ['a.b+c(d)e'], ['aXb+c(d)']],
  ['win\\*.yaml', 'win/', ['win\\a.yaml', 'win/a.yaml'], []],
  ['[/*', '', ['[/a'], ['[']],
  ['{a', '', ['{a'], ['a']],
])('%s is in %s and means', (text, folder, meant, others) => {
  const glob = parseGlob(text)

  expect(glob?.folder).toBe(folder)
  expect(meant.filter((path) => !glob?.matches(path))).toEqual([])
  expect(others.filter((path) => glob?.matches(path))).toEqual([])
})

test.each(['cassettes/a.yaml', 'a b.yaml', ''])('%j is a plain path', (text) => {
  expect(parseGlob(text)).toBeUndefined()
})
