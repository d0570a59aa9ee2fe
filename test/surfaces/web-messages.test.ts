import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { headersOf } from '../../src/core/headers.ts'
import { toRequest, toResponse } from '../../src/surfaces/web-messages.ts'
import { eventStream, interaction } from '../support/interactions.ts'

test('a response has the recorded status, reason, headers, body and URL', async () => {
  const response = toResponse(interaction({ response: { code: 404, status: '404 No Such Thing' } }))

  expect([response.status, response.statusText, response.ok]).toEqual([404, 'No Such Thing', false])
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(response.url).toBe('https://api.example.com/v1')
  expect(await response.json()).toEqual({})
})

test('several cookies stay several', () => {
  const headers = headersOf([
    ['set-cookie', 'a=1; Path=/'],
    ['set-cookie', 'b=2, c'],
  ])

  const response = toResponse(interaction({ response: { headers } }))

  expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2, c'])
})

test('a length that no longer fits is left out, and so is what spoke of the connection', () => {
  const headers = headersOf([
    ['content-length', '7'],
    ['connection', 'keep-alive'],
    ['transfer-encoding', 'chunked'],
  ])

  const stale = toResponse(interaction({ response: { headers, body: 'hello' } }))
  const fitting = toResponse(interaction({ response: { headers, body: 'goodbye' } }))

  expect([...stale.headers.keys()]).toEqual([])
  expect([...fitting.headers]).toEqual([['content-length', '7']])
})

test('no Content-Type is made up for text', () => {
  const bare = { headers: headersOf([]), body: 'hello' }

  expect(toResponse(interaction({ response: bare })).headers.has('content-type')).toBe(false)
  const request = { ...bare, method: 'POST' }
  expect(toRequest(interaction({ request })).headers.has('content-type')).toBe(false)
})

test.each([204, 205, 304])('a %i has no body', (code) => {
  const response = toResponse(interaction({ response: { code, status: String(code), body: 'x' } }))

  expect([response.status, response.body]).toEqual([code, null])
})

test('an answer to HEAD has no body, and the length it announced', () => {
  const headers = headersOf([['content-length', '512']])

  const response = toResponse(
    interaction({ request: { method: 'HEAD' }, response: { headers, body: '' } }),
  )

  expect(response.body).toBeNull()
  expect(response.headers.get('content-length')).toBe('512')
})

test('a body that was kept with its coding comes without it', async () => {
  const headers = headersOf([
    ['content-encoding', 'gzip'],
    ['content-type', 'text/event-stream'],
  ])
  const body = new Uint8Array(gzipSync('data: a\n\ndata: b\n\n'))

  const response = toResponse(interaction({ response: { headers, body } }))

  expect(response.headers.has('content-encoding')).toBe(false)
  expect(await response.text()).toBe('data: a\n\ndata: b\n\n')
})

test('bytes come back as they are', async () => {
  const body = Uint8Array.of(0xff, 0x00, 0xfe)

  const response = toResponse(interaction({ response: { body } }))

  expect(new Uint8Array(await response.arrayBuffer())).toEqual(body)
})

test.each([
  [
    'the recorded chunks',
    [
      { bytes: 4, at: 0 },
      { bytes: 14, at: 9e9 },
    ],
    ['data', ': a\n\ndata: b\n\n'],
  ],
  ['an event each where there are none', undefined, ['data: a\n\n', 'data: b\n\n']],
])('a stream comes in %s', async (_, chunks, expected) => {
  const recorded = eventStream('data: a\n\ndata: b\n\n', chunks && { chunks })

  const response = toResponse(recorded)

  expect(await piecesOf(response)).toEqual(expected)
})

test('a body that was cut off fails where it was cut', async () => {
  const response = toResponse(interaction({ response: { body: '{"a":', error: 'ECONNRESET' } }))

  const reader = response.body!.getReader()

  expect(new TextDecoder().decode((await reader.read()).value)).toBe('{"a":')
  await expect(reader.read()).rejects.toMatchObject({
    message: 'terminated',
    cause: { code: 'ECONNRESET' },
  })
})

test('a body that was not kept says so, and what to do', async () => {
  const notKept = interaction({ id: 3, response: { body: '', error: 'BODY_NOT_KEPT' } })

  await expect(toResponse(notKept).text()).rejects.toMatchObject({
    code: 'BODY_NOT_KEPT',
    message: expect.stringContaining('Raise maxBodyBytes (--max-body) and record it again.'),
  })
})

test('each response is a new one, and a reader that writes into its bytes harms nobody', async () => {
  const recorded = eventStream('data: a\n\n')
  const { value } = await toResponse(recorded).body!.getReader().read()
  value?.fill(0)

  expect(await toResponse(recorded).text()).toBe('data: a\n\n')
})

test('a status that no Response can have is named', () => {
  const switching = interaction({
    id: 3,
    response: { code: 101, status: '101 Switching Protocols' },
  })

  expect(() => toResponse(switching)).toThrow(
    'Interaction 3 was answered with status 101. A response has 200 to 999.',
  )
})

test('a request has the recorded method, URL, headers and body', async () => {
  const headers = headersOf([
    ['content-type', 'application/json'],
    ['content-length', '99'],
    ['connection', 'close'],
  ])

  const request = toRequest(interaction({ request: { method: 'POST', headers, body: '{"a":1}' } }))

  expect([request.method, request.url]).toEqual(['POST', 'https://api.example.com/v1'])
  expect([...request.headers]).toEqual([['content-type', 'application/json']])
  expect(await request.json()).toEqual({ a: 1 })
})

test('a length that fits the request is kept', () => {
  const headers = headersOf([['content-length', '2']])

  const request = toRequest(interaction({ request: { method: 'PUT', headers, body: 'hi' } }))

  expect(request.headers.get('content-length')).toBe('2')
})

test('the body of a GET is left out, since a Request cannot hold it', () => {
  expect(toRequest(interaction({ request: { body: '{"query":{}}' } })).body).toBeNull()
})

async function piecesOf(response: Response): Promise<string[]> {
  const pieces: string[] = []
  const decoder = new TextDecoder()
  for await (const piece of response.body!) pieces.push(decoder.decode(piece))
  return pieces
}
