import { assert, property, uint8Array } from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase64, encodeBase64 } from '../../../src/core/codec/base64.ts'

test('bytes come back from their base64, which is that of Node', () => {
  assert(
    property(uint8Array({ maxLength: 200 }), (bytes) => {
      const text = new TextDecoder().decode(encodeBase64(bytes))

      expect(text).toBe(Buffer.from(bytes).toString('base64'))
      expect(decodeBase64(text)).toEqual(bytes)
    }),
  )
})

test.each(['a', 'ab', 'abc', 'ab=', 'abc*', 'ab c', 'ab-_', 'abc€', '===='])(
  '%j is no base64',
  (text) => {
    expect(decodeBase64(text)).toBeUndefined()
  },
)
