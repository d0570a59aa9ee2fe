import { expect, test } from 'vitest'
import { seedDialect, type Dialect, type GoYaml } from '../../../src/core/codec/dialect.ts'
import { emitScalar, type Spot } from '../../../src/core/codec/emit-scalar.ts'

const field: Spot = { role: 'field', column: 10, pad: '      ' }

function emitted(text: string, dialect: Partial<Dialect> = {}, spot: Partial<Spot> = {}): string {
  let written = ''
  emitScalar(text, { ...field, ...spot }, { ...seedDialect, ...dialect }, (piece) => {
    written += piece
  })
  return written
}

const long = 'x'.repeat(72)

test.each([
  ['a plain text', `${long} and more`, `${long}\n      and more\n`],
  ['two blanks in a plain text', `${long}  and more`, `${long}  and\n      more\n`],
  ['a single-quoted text', `# ${long} it's more`, `'# ${long}\n      it''s more'\n`],
  ['a double-quoted text', `\t${long} and more`, `"\\t${long}\n      and more"\n`],
  ['two blanks in a double-quoted text', `\t${long}  more`, `"\\t${long}\n      \\ more"\n`],
  ['blanks at the ends', `\t ${long} `, `"\\t ${long} "\n`],
  ['emoji', `😀${long} and more`, `"\\U0001F600${long}\n      and more"\n`],
  ['a short text', 'and more', 'and more\n'],
  ['a byte order mark', '\ufeffa b', '"\\uFEFF\\x61\\x20\\x62"\n'],
])('%s is folded behind column 80', (_, text, expected) => {
  expect(emitted(text, { width: 80 })).toBe(expected)
})

test('a key is never folded', () => {
  expect(emitted(`${long} and more`, { width: 80 }, { role: 'key' })).toBe(`${long} and more`)
})

test.each([
  ['a\nb', '|-\n      a\n      b\n'],
  ['a\nb\n', '|\n      a\n      b\n'],
  ['a\n\n', '|+\n      a\n\n'],
  [' a\nb', '|2-\n       a\n      b\n'],
])('the block %j says how it begins and ends', (text, expected) => {
  expect(emitted(text)).toBe(expected)
})

test.each<[GoYaml, string, string]>([
  ['v3', '<<', '<<\n'],
  ['rc.1', '<<', '"<<"\n'],
  ['rc.5', '<<', "'<<'\n"],
  ['rc.5', 'no', "'no'\n"],
  ['v3', '0o-7', '"0o-7"\n'],
  ['rc.2', '0b-1', '"0b-1"\n'],
  ['rc.3', '0o-7', '0o-7\n'],
  ['v3', ' \n ', '" \\n "\n'],
  ['rc.3', 'a \nb', '"a \\nb"\n'],
  ['v4', 'a \nb', '|-\n      a \n      b\n'],
  ['v4', 'a\n \nb', '|-\n      a\n       \n      b\n'],
  ['v4', '\ta\nb', '|2-\n      \ta\n      b\n'],
  ['v4', '\n a', '|2-\n\n       a\n'],
  ['v4', '\na', '|-\n\n      a\n'],
  ['rc.5', '\na', '|-\n\n      a\n'],
  ['rc.5', '\n a', '"\\n a"\n'],
  ['rc.5', '\ta\nb', '"\\ta\\nb"\n'],
  ['v4-single', '\n a', '|2-\n\n       a\n'],
  ['v4-single', '', "''\n"],
  ['v4-single', '12', "'12'\n"],
  ['v4-single', 'on', "'on'\n"],
  ['v4', 'on', '"on"\n'],
  ['v4', '12', '"12"\n'],
  ['rc.5', '12', '"12"\n'],
  ['rc.4', ' a\n', '|2\n       a\n'],
  ['rc.3', '\na', '|2-\n\n      a\n'],
  ['rc.3', '\n\ta', '|2-\n\n      \ta\n'],
  ['rc.3', '\n\n', '"\\n\\n"\n'],
  ['rc.1', '\n', '"\\n"\n'],
  ['v3', '\na', '"\\na"\n'],
  ['v3', '\xa0\na', '|-\n      \xa0\n      a\n'],
  ['v3', '\xa0\n', '|\n      \xa0\n'],
  ['rc.5', '\xa0\n', '"\xa0\\n"\n'],
  ['goccy', 'a\nb', '|-\n      a\n      b\n'],
  ['goccy', 'a\n\nb', '"a\\n\\nb"\n'],
  ['goccy', 'a: b', '"a: b"\n'],
  ['goccy', 'yes', '"yes"\n'],
  ['goccy', 'a', 'a\n'],
  ['goccy', '\x1b\u0085\u{e0001}"', '"\\x1b\\u0085\\U000e0001\\""\n'],
])('%s writes %j as it does', (goYaml, text, expected) => {
  expect(emitted(text, { goYaml })).toBe(expected)
})

test.each<[GoYaml, number, string, string]>([
  ['v4', 4, ' a\nb', '|2-\n       a\n      b\n'],
  ['rc.5', 4, ' a\nb', '" a\\nb"\n'],
  ['rc.3', 4, '\na', '"\\na"\n'],
  ['rc.3', 2, '\na', '|2-\n\n      a\n'],
])(
  'in a list, %s with %d columns a level writes %j as it can read it',
  (...[goYaml, indent, text, expected]) => {
    expect(emitted(text, { goYaml, indent }, { role: 'item' })).toBe(expected)
  },
)

test('a goccy key of two lines is quoted', () => {
  expect(emitted('a\nb', { goYaml: 'goccy' }, { role: 'key' })).toBe('"a\\nb"')
})

test('a text longer than a piece is written whole, pairs and line feeds unbroken', () => {
  const text = `${'x'.repeat(2 ** 20 - 1)}😀${'y'.repeat(2 ** 20 - 4)}\n\n  z`
  const quoted = emitted(text)

  expect(quoted).toBe(`"${text.replace('😀', '\\U0001F600').replaceAll('\n', '\\n')}"\n`)
  expect(emitted(text.replace('😀', 'é'))).toBe(
    `|-\n      ${text.replace('😀', 'é').replace('\n\n', '\n\n      ')}\n`,
  )
})
