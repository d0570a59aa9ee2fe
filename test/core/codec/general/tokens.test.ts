import { expect, test } from 'vitest'
import * as yaml from 'yaml'
import { tokensOf } from '../../../../src/core/codec/general/tokens.ts'
import { SourceText } from '../../../../src/core/codec/source-text.ts'

const contextOf = (text: string) => ({ yaml, source: new SourceText(text, 'a.yaml') })

test('the first document is all that is read', () => {
  const tokens = [...tokensOf(contextOf('# a\na: b\n---\n}'))]

  expect(tokens.map(({ type }) => type)).toEqual(['comment', 'newline', 'document'])
})

test('a file of more pieces than memory has room for is refused', () => {
  const tokens = tokensOf(contextOf('[a, b]\n'), 5)

  expect(() => [...tokens]).toThrow(
    expect.objectContaining({
      problem:
        'it has more pieces of YAML than fit, and is not laid out as go-vcr and wiretape do it.',
      at: 3,
      hint: 'Split it into several.',
    }),
  )
})
