import { expect, test } from 'vitest'
import { ByteSink } from '../../../src/core/codec/byte-sink.ts'
import { utf8 } from '../../support/cassette-text.ts'

const long = 'é'.repeat(300_000)

test('text and bytes come out in the order they went in', () => {
  const sink = new ByteSink()
  for (const piece of ['a', utf8('b'), 'c', long, utf8('d')]) sink.write(piece)

  expect(Buffer.concat(sink.takeAll()).toString()).toBe(`abc${long}d`)
  expect(sink.takeAll()).toEqual([])
})

test('no piece ends between the halves of a surrogate pair', () => {
  const text = `a${'\u{1f389}'.repeat(100_000)}`
  const sink = new ByteSink()
  sink.write(text)

  expect(Buffer.concat(sink.takeAll()).equals(utf8(text))).toBe(true)
})

test('who takes the pieces gets each when it is full, and the last when the sink is flushed', () => {
  let taken = ''
  const sink = new ByteSink((bytes) => void (taken += Buffer.from(bytes).toString()))
  sink.write('a')
  sink.write(long)
  sink.write('b')

  expect(taken).toBe(`a${long}`)
  sink.flush()
  expect(taken).toBe(`a${long}b`)
})

test('bytes that were written may be used again', () => {
  const sink = new ByteSink()
  const lent = utf8('abc')
  sink.write(lent)
  lent.fill(0)

  expect(Buffer.concat(sink.takeAll()).toString()).toBe('abc')
})
