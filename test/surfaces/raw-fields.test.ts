import { expect, test } from 'vitest'
import { rawFields } from '../../src/surfaces/undici/raw-fields.ts'

const packet = Buffer.from(
  'content-type: text/plain\r\nx-name: Zo\xeb\r\nset-cookie: a\r\nset-cookie: b\r\n',
  'latin1',
)

function inPacket(...texts: readonly string[]): Buffer[] {
  let at = 0
  return texts.map((text) => {
    const start = packet.indexOf(text, at, 'latin1')
    at = start + text.length
    return packet.subarray(start, at)
  })
}

const type = ['content-type', 'text/plain']
const cookies = ['set-cookie', 'a', 'set-cookie', 'b']

test.each([
  ['in one packet', inPacket(...type, ...cookies)],
  ['of which one came in two', [...inPacket(...type), ...cookies.map((text) => Buffer.from(text))]],
  ['in another order than they came', [...inPacket(...cookies), ...inPacket(...type)]],
  ['as text', [...type, ...cookies]],
  ['with one as text at the end', [...inPacket(...type, 'set-cookie', 'a', 'set-cookie'), 'b']],
])('fields %s are read', (_, raw) => {
  expect(rawFields(raw, 'latin1')).toEqual({
    'Content-Type': ['text/plain'],
    'Set-Cookie': ['a', 'b'],
  })
})

test('no fields are none', () => {
  expect(rawFields([], 'latin1')).toEqual({})
})

test('values beyond ASCII are kept byte by byte', () => {
  const fields = inPacket('x-name', 'Zo\xeb')
  const copies = fields.map((text) => Buffer.from(text))

  expect(rawFields(fields, 'latin1')).toEqual({ 'X-Name': ['Zo\uefeb'] })
  expect(rawFields(copies, 'latin1')).toEqual({ 'X-Name': ['Zo\uefeb'] })
})

test('over HTTP/2 undici 7 hands on each byte as a character in UTF-8', () => {
  const bytes = Buffer.from('Zoë').toString('latin1')

  expect(rawFields([Buffer.from('x-name'), Buffer.from(bytes)], 'utf8')).toEqual({
    'X-Name': ['Zoë'],
  })
})
