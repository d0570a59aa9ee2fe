import { expect, test } from 'vitest'
import { bodyBytes } from '../../../src/core/body.ts'
import { readMultipart } from '../../../src/core/match/multipart.ts'

const field = 'Content-Disposition: form-data; name="a"\r\n\r\n1'
const file =
  'content-disposition: form-data; filename="name=x"; name="f"\r\nContent-Type: text/plain\r\n\r\nx\r\ny'

test('a body is read into its parts by name, without its boundary', () => {
  const body = `--B\r\n${field}\r\n--B\r\n${file}\r\n--B--\r\n`

  expect(readMultipart(body)).toEqual([
    ['a', field],
    ['f', file],
  ])
  expect(readMultipart(bodyBytes(body))).toEqual(readMultipart(body))
})

test('bytes of a part stay what they are', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  const body = Uint8Array.from([...bodyBytes('--B\r\n\r\n'), ...bytes, ...bodyBytes('\r\n--B--')])

  const [[name, text] = []] = readMultipart(body) ?? []

  expect(name).toBe('')
  expect(new Set(text?.slice(2)).size).toBe(256)
})

test.each([
  ['nothing', ''],
  ['a text', 'hello'],
  ['a line of dashes', '--\r\nx\r\n----'],
  ['no end', `--B\r\n${field}\r\n--B\r\n`],
  ['no line', '--B'],
  ['a boundary of 71 characters', `--${'B'.repeat(71)}\r\n${field}\r\n--${'B'.repeat(71)}--`],
  ['bytes', new Uint8Array([1, 2])],
  ['a byte', new Uint8Array([0x2d])],
])('%s is no multipart body', (_, body) => {
  expect(readMultipart(body)).toBeUndefined()
})
