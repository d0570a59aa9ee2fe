import { describe, expect, test } from 'vitest'
import { newHeaders } from '../../../src/core/headers.ts'
import type { HttpRequest } from '../../../src/engine/http-request.ts'
import { Recorder } from '../../../src/engine/recorder.ts'
import { Network, type OpenTest } from '../../../src/surfaces/vitest/network.ts'

const requestTo = (url: string): HttpRequest => ({
  method: 'GET',
  url,
  headers: newHeaders(),
  body: undefined,
})

function openTest(title: string): OpenTest & { readonly blamed: Error[] } {
  const blamed: Error[] = []
  const requests = Recorder.of({ version: 2, interactions: [] })
  return { title, requests, blamed, blame: (error) => void blamed.push(error) }
}

describe('a request in the name of no test', () => {
  test('is that of the only open test', () => {
    const network = new Network()
    const [over, running] = [openTest('over'), openTest('running')]
    network.enter(over)
    network.leave(over)
    network.enter(running)

    const outcome = network.handle(requestTo('http://api.example.com/'))

    expect(outcome).toMatchObject({ kind: 'refuse', error: { code: 'NO_MATCH' } })
    expect(running.blamed).toEqual([])
  })

  test('is refused while several run, and fails each of them', () => {
    const network = new Network()
    const open = [openTest('group > one'), openTest('two')]
    for (const one of open) network.enter(one)

    const outcome = network.handle(requestTo('http://api.example.com/?key=abc'))

    expect(outcome).toMatchObject({ kind: 'refuse', error: { code: 'AMBIGUOUS_REQUEST' } })
    const [[error]] = open.map(({ blamed }) => blamed) as [[Error], [Error]]
    expect(open.map(({ blamed }) => blamed)).toEqual([[error], [error]])
    expect(error.message).toBe(
      'A request cannot be given to one of the tests that run at once: GET http://api.example.com/?key=REDACTED-1\n' +
        '  group > one\n  two\n' +
        'Whoever sent it was started outside of them. Start it in the test, or run these tests without test.concurrent.',
    )
  })

  test.each([
    ['http://api.example.com/', 'refuse'],
    ['http://localhost:8080/', 'passthrough'],
    ['http://app.localhost/', 'passthrough'],
    ['http://127.0.0.2/', 'passthrough'],
    ['http://[::1]:80/', 'passthrough'],
    ['http://127.0.0.1.example.com/', 'refuse'],
    ['http://localhost.example.com/', 'refuse'],
    ['http://metrics.example.com/', 'passthrough'],
  ])('with no test open, %s: %s', (url, kind) => {
    const network = new Network()
    network.close(['metrics.example.com'])

    expect(network.handle(requestTo(url)).kind).toBe(kind)
    expect(network.leak(requestTo(url)).kind).toBe(kind)
    expect(network.refused.size).toBe(kind === 'refuse' ? 1 : 0)
  })

  test('with no test open is let through where not every test has a cassette', () => {
    expect(new Network().handle(requestTo('http://api.example.com/')).kind).toBe('passthrough')
  })
})
