import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { shellQuoted, shellWord } from '../../src/core/shell-word.ts'

test.each([
  ['cassettes/a_b-1.yaml', 'cassettes/a_b-1.yaml'],
  ['http://me:secret@127.0.0.1:80', 'http://me:secret@127.0.0.1:80'],
  ['', "''"],
  ['my cassettes/a.yaml', "'my cassettes/a.yaml'"],
  ["it's $HOME", String.raw`'it'\''s $HOME'`],
  ['$.input[0].content', "'$.input[0].content'"],
])('%j is typed as %s', (text, typed) => {
  expect(shellWord(text)).toBe(typed)
  expect(execFileSync('sh', ['-c', `printf %s ${typed}`], { encoding: 'utf8' })).toBe(text)
})

test('what is always quoted is quoted where it need not be', () => {
  expect(shellQuoted('query.t')).toBe("'query.t'")
})
