import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { siblingNames, stepName } from '../../src/core/cassette-name.ts'

describe('a step of a path', () => {
  test.each([
    ['a plain name stays', 'says_hi-2.0', 'says_hi-2.0'],
    ['letters of any script stay', 'größe-世界-नमस्ते', 'größe-世界-नमस्ते'],
    ['letters are composed', 'cafe\u0301', 'caf\u00e9'],
    ['spaces become dashes', 'says hi', 'says-hi-e17d4470'],
    ['a separator leads nowhere', '../../etc/passwd', '_..-..-etc-passwd-856d4830'],
    ['nor does one of Windows', 'a\\b:c', 'a-b-c-5b6e1450'],
    ['the folder above is a name like any other', '..', '_.--8a0ec897'],
    ['a leading dot is prefixed', '.env', '_.env-204fd4fb'],
    ['a device of Windows is prefixed', 'CON', '_CON-44d965c5'],
    ['so it is with an extension', 'nul.test', '_nul.test-aae424fe'],
    ['a word that begins like one is not', 'console', 'console'],
    ['a dot at the end goes', 'done.', 'done--c4948bc4'],
    ['an empty title has a name', '', '_-ab3e7c0b'],
    ['what is no letter goes, with its marks', 'I ❤️ 1️⃣', 'I----1---a080feb0'],
    ['half a surrogate pair goes', 'a\ud83d', 'a--90ac0249'],
    ['control characters go', 'a\u0000\u202eb', 'a--b-9e0ad985'],
    ['80 bytes stay', 'x'.repeat(80), 'x'.repeat(80)],
    ['a byte more is cut', 'x'.repeat(81), `${'x'.repeat(71)}-23255322`],
    ['no letter is cut in two', '世'.repeat(30), `${'世'.repeat(23)}-830c76a8`],
  ])('%s', (_, title, name) => {
    expect(stepName(title)).toBe(name)
  })
})

describe('siblings', () => {
  test.each([
    [
      'the first of two equal titles keeps the plain name',
      ['hi', 'hi', 'hi'],
      ['hi', 'hi-22b098a4', 'hi-3bd18d15'],
    ],
    ['so does the first of two that differ in case', ['Hi', 'hI'], ['Hi', 'hI-bc52b871']],
    [
      'titles that lose their difference stay apart',
      ['a b', 'a/b'],
      ['a-b-992c6544', 'a-b-e2c6c382'],
    ],
    ['composed and decomposed letters stay apart', ['é', 'e\u0301'], ['é', 'é-7af0668a']],
    [
      'two letters that are one in capitals stay apart',
      ['straße', 'strasse'],
      ['straße', 'strasse-f7550ae8'],
    ],
    [
      'a title that is the name of another stays apart',
      ['hi', 'hi-22b098a4', 'hi'],
      ['hi', 'hi-22b098a4', 'hi-3bd18d15'],
    ],
  ])('%s', (_, titles, names) => {
    expect(siblingNames(titles.map((title) => ({ title, isGroup: false })))).toEqual(
      names.map((name) => `${name}.yaml`),
    )
  })

  test('a group and a test of one title stay apart', () => {
    const names = siblingNames([
      { title: 'hi', isGroup: true },
      { title: 'hi', isGroup: false },
      { title: 'hi.yaml', isGroup: true },
    ])
    expect(names).toEqual(['hi', 'hi.yaml', 'hi.yaml-2bae4ca8'])
  })
})

test('names are safe on every disk, and no two of siblings are equal', () => {
  const title = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('a', 'A', '.', '/', ' ') }),
  )
  fc.assert(
    fc.property(fc.array(fc.record({ title, isGroup: fc.boolean() })), (siblings) => {
      const names = siblingNames(siblings)
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(siblings.length)
      for (const name of names) {
        expect(name).toMatch(/^[\p{L}\p{Nd}_-][\p{L}\p{M}\p{Nd}._-]*[^.]$|^[\p{L}\p{Nd}_-]$/u)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(85)
        expect(name.normalize('NFC')).toBe(name)
      }
    }),
  )
})
