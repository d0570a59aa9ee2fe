import { describe, expect } from 'vitest'
import { headersOf } from '../../../src/core/headers.ts'
import { cassetteOf, recorded } from './recorded.ts'
import { test } from './servers.ts'

const headers = headersOf([
  ['access-control-allow-origin', 'https://recorded.test'],
  ['x-request-id', 'abc'],
  ['content-type', 'text/plain'],
])
const cassette = cassetteOf(recorded('https://api.test/', { headers, body: 'hi' }))
const page = 'http://localhost:3000'

function allowed(response: Response): Record<string, string> {
  const fields = [...response.headers].filter(([name]) => name.startsWith('access-control-'))
  return Object.fromEntries(fields)
}

describe('web pages', () => {
  test('of an origin that is named may read the answer, with all its fields', async ({
    replay,
  }) => {
    const { url } = await replay(cassette, { cors: [page] })

    const response = await fetch(url, { headers: { origin: page } })

    expect(allowed(response)).toEqual({
      'access-control-allow-origin': page,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'X-Request-Id, Content-Type',
    })
    expect(response.headers.get('vary')).toBe('Origin')
    expect(await response.text()).toBe('hi')
  })

  test('may read why there is none', async ({ replay }) => {
    const { url } = await replay(cassette, { cors: [page] })

    const response = await fetch(`${url}/none`, { headers: { origin: page } })

    expect(response.status).toBe(424)
    expect(allowed(response)).toMatchObject({ 'access-control-allow-origin': page })
  })

  test('of any origin may where * is named, but without credentials', async ({ replay }) => {
    const { url } = await replay(cassette, { cors: ['*'] })

    const response = await fetch(url, { headers: { origin: 'https://a.test' } })

    expect(allowed(response)).toMatchObject({ 'access-control-allow-origin': '*' })
    expect(allowed(response)).not.toHaveProperty('access-control-allow-credentials')
  })

  test.for([
    ['another origin', { origin: 'https://evil.test' }],
    ['none', {}],
  ] as const)('with %s, the fields are those of the recording', async ([, sent], { replay }) => {
    const { url } = await replay(cassette, { cors: [page] })

    const response = await fetch(url, { headers: sent })

    expect(allowed(response)).toEqual({ 'access-control-allow-origin': 'https://recorded.test' })
  })

  test('have their preflights answered', async ({ replay }) => {
    const server = await replay(cassette, { cors: [page] })

    const response = await fetch(`${server.url}/v1`, {
      method: 'OPTIONS',
      headers: {
        origin: page,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization, x-stainless-os',
        'access-control-request-private-network': 'true',
      },
    })

    expect(response.status).toBe(204)
    expect(allowed(response)).toEqual({
      'access-control-allow-origin': page,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'authorization, x-stainless-os',
      'access-control-allow-private-network': 'true',
      'access-control-max-age': '600',
    })
    expect(server.counts.missed).toBe(0)
  })

  test('are not, where no origin is named: OPTIONS is a request like any other', async ({
    replay,
  }) => {
    const options = cassetteOf(
      recorded('https://api.test/', { body: 'GET' }, { method: 'OPTIONS' }),
    )
    const { url } = await replay(options)

    const response = await fetch(url, {
      method: 'OPTIONS',
      headers: { origin: page, 'access-control-request-method': 'POST' },
    })

    expect(await response.text()).toBe('GET')
  })
})
