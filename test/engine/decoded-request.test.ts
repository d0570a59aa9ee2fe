import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Body } from '../../src/core/body.ts'
import { headersOf } from '../../src/core/headers.ts'
import { decodedRequest } from '../../src/engine/decoded-request.ts'
import type { HttpRequest } from '../../src/engine/http-request.ts'

const mebibyte = 1_048_576

function post(body: Body | undefined, coding?: string): HttpRequest {
  const coded: [string, string][] = coding === undefined ? [] : [['content-encoding', coding]]
  const headers = headersOf([['content-type', 'application/json'], ...coded])
  return { method: 'POST', url: 'http://localhost/', headers, body }
}

describe('a request is matched by what its body says', () => {
  test.each([
    ['gzip', gzipSync('{"a":1}')],
    ['br', brotliCompressSync('{"a":1}')],
    ['gzip, br', brotliCompressSync(gzipSync('{"a":1}'))],
  ])('%s is taken off, with its header', (coding, body) => {
    const decoded = decodedRequest(post(body, coding), mebibyte)

    expect(decoded.body).toBe('{"a":1}')
    expect(Object.keys(decoded.headers)).toEqual(['Content-Type'])
  })

  test.each([
    ['no coding', post('{"a":1}')],
    ['a coding that is unknown', post('{"a":1}', 'rot13')],
    ['a coding it has not', post('{"a":1}', 'gzip')],
    ['no body', post('', 'gzip')],
    ['a body that was not read', post(undefined, 'gzip')],
  ])('a request with %s stays as it is', (_name, request) => {
    expect(decodedRequest(request, mebibyte)).toBe(request)
  })

  test('a body that is too large when decoded is left out', () => {
    const bomb = gzipSync(Buffer.alloc(mebibyte * 4))

    expect(decodedRequest(post(bomb, 'gzip'), mebibyte).body).toBeUndefined()
  })
})
