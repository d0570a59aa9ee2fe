import { expect, test } from 'vitest'
import { excerpt, excerpts, neighbourhoods } from '../../../../src/core/match/explain/excerpt.ts'

const filler = 'x'.repeat(100)

test('short texts stay whole', () => {
  expect(excerpts('one', 'other')).toEqual(['one', 'other'])
  expect(excerpt('one')).toBe('one')
})

test('long texts are cut to what stands around the first difference', () => {
  const [one, other] = excerpts(`${filler}1${filler}`, `${filler}22${filler}`)

  expect(one).toBe(`…${'x'.repeat(32)}1${'x'.repeat(63)}…`)
  expect(other).toBe(`…${'x'.repeat(32)}22${'x'.repeat(62)}…`)
})

test('a difference at the end shows what stands before it', () => {
  expect(excerpts(`${filler}1`, `${filler}2`)).toEqual([
    `…${'x'.repeat(95)}1`,
    `…${'x'.repeat(95)}2`,
  ])
})

test('one that ends where the other goes on', () => {
  expect(excerpts(filler, filler + filler)).toEqual([`…${'x'.repeat(32)}`, `…${'x'.repeat(96)}…`])
})

test('no character is cut in two', () => {
  const [one] = excerpts(`${'x'.repeat(31)}${'👋'.repeat(100)}`, 'x'.repeat(31))

  expect(excerpt(`x${'👋'.repeat(60)}`)).toBe(`x${'👋'.repeat(47)}…`)
  expect(one).toBe(`${'x'.repeat(31)}${'👋'.repeat(32)}…`)
  expect(excerpts(`${'👋'.repeat(33)}${filler}`, `${'👋'.repeat(33)}${filler}!`)[0]).toMatch(/^…x/)
  expect(excerpts(`x${'👋'.repeat(60)}`, `x${'👋'.repeat(59)}`)[0]).toBe(`…${'👋'.repeat(48)}`)
})

test('what is searched for secrets reaches a little farther', () => {
  const long = 'y'.repeat(5_000)

  expect(neighbourhoods(`${long}1${long}`, `${long}2`)).toEqual([
    `${'y'.repeat(2_048)}1${'y'.repeat(2_047)}`,
    `${'y'.repeat(2_048)}2`,
  ])
})
