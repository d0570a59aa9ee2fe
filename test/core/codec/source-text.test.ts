import { expect, test } from 'vitest'
import { CassetteFormatError, CassetteVersionError } from '../../../src/core/errors.ts'
import { SourceText } from '../../../src/core/codec/source-text.ts'

function failureOf(fail: () => never): unknown {
  try {
    return fail()
  } catch (error) {
    return error
  }
}

test('a failure points at its line and column', () => {
  const error = failureOf(() => new SourceText('a\nbc: d\n', 'f.yaml').fail('it is d.', 6))

  expect(error).toBeInstanceOf(CassetteFormatError)
  expect(error).toMatchObject({
    file: 'f.yaml',
    line: 2,
    column: 5,
    excerpt: '  2 | bc: d\n    |     ^',
  })
})

test('a text without a file names none', () => {
  expect(failureOf(() => new SourceText('a', undefined).fail('it is a.', 0))).toMatchObject({
    message: 'Cannot read the cassette: line 1, column 1: it is a.\n  1 | a\n    | ^',
  })
})

test('a long line is cut around the place', () => {
  const text = `${'a'.repeat(100)}b${'c'.repeat(100)}`

  expect(failureOf(() => new SourceText(text, undefined).fail('it is b.', 100))).toMatchObject({
    column: 101,
    excerpt: `  1 | ${'a'.repeat(40)}b${'c'.repeat(59)}\n    | ${' '.repeat(40)}^`,
  })
})

test('blanks that are not in the file do not count', () => {
  const source = new SourceText('a:\n    b', undefined, new Map([[2, 3]]))

  expect(failureOf(() => source.fail('it is b.', 7))).toMatchObject({
    line: 2,
    column: 2,
    excerpt: '  2 |  b\n    |  ^',
  })
})

test('a version that is not read has an error of its own', () => {
  const error = failureOf(() => new SourceText('version: 3', undefined).failVersion('"3"', 9))

  expect(error).toBeInstanceOf(CassetteVersionError)
  expect(error).toMatchObject({ column: 10 })
})
