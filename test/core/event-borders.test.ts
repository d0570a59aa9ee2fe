import { assert, constantFrom, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventBorders, lineBorders } from '../../src/core/event-borders.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

function pieces(text: string, borders: readonly number[]): string[] {
  return borders.map((border, index) => text.slice(borders[index - 1] ?? 0, border))
}

describe('an event ends after its blank line', () => {
  test.each([
    ['LF', 'data: 1\n\ndata: 2\n\n', ['data: 1\n\n', 'data: 2\n\n']],
    ['CRLF', 'data: 1\r\n\r\ndata: 2\r\n\r\n', ['data: 1\r\n\r\n', 'data: 2\r\n\r\n']],
    ['CR', 'data: 1\r\rdata: 2\r\r', ['data: 1\r\r', 'data: 2\r\r']],
    ['several blank lines', 'data: 1\n\n\n\ndata: 2\n\n', ['data: 1\n\n\n\n', 'data: 2\n\n']],
    ['blank lines first', '\n\ndata: 1\n\n', ['\n\ndata: 1\n\n']],
    ['a comment is an event of its own', ': ping\n\ndata: 1\n\n', [': ping\n\n', 'data: 1\n\n']],
    ['no blank line at the end', 'data: 1\n\ndata: 2', ['data: 1\n\n', 'data: 2']],
    ['a last line feed alone', 'data: 1\n', ['data: 1\n']],
    ['nothing', '', []],
  ])('%s', (_name, text, expected) => {
    expect(pieces(text, eventBorders(bytes(text)))).toEqual(expected)
  })
})

test('whatever the text, the pieces put together are the text', () => {
  const text = string({ unit: constantFrom('a', ':', '\n', '\r', ' ') })
  assert(
    property(text, (stream) => {
      expect(pieces(stream, eventBorders(bytes(stream))).join('')).toBe(stream)
      expect(pieces(stream, lineBorders(bytes(stream))).join('')).toBe(stream)
    }),
  )
})

test('each line of ndjson is a piece', () => {
  expect(pieces('{}\n[]\n1', lineBorders(bytes('{}\n[]\n1')))).toEqual(['{}\n', '[]\n', '1'])
})
