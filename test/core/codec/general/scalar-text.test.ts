import type { Scalar } from 'yaml'
import { expect, test } from 'vitest'
import { scalarText } from '../../../../src/core/codec/general/scalar-text.ts'
import { SourceText } from '../../../../src/core/codec/source-text.ts'

test('a block is refused that ends elsewhere to the package than to Go', () => {
  const source = new SourceText('a: |\n  b\n  c\n', undefined)
  const scalar = { type: 'BLOCK_LITERAL', value: 'b\n', range: [3, 9, 9] }
  const half = {
    ...scalar,
    srcToken: { type: 'block-scalar', indent: 0 },
  } as unknown as Scalar<string>

  expect(() => scalarText(half, source)).toThrow(
    'line 1, column 4: where this block ends, YAML readers take differently.',
  )
})
