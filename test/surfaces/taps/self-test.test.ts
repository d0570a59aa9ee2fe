import http from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { expect, onTestFinished, test } from 'vitest'
import { Recorder } from '../../../src/index.ts'
import { testRuntime } from '../../../src/surfaces/taps/self-test.ts'

test.each([
  [{ bun: '1.4.5', node: '24.3.0' }, 'Requests of Bun 1.4.5 cannot be seen'],
  [{ deno: '2.9.6', node: '24.2.0' }, 'Requests of Deno 2.9.6 cannot be seen'],
])('where fetch is not that of Node nothing is let pass: %o', (versions, told) => {
  expect(() => testRuntime(versions)).toThrow(told)
})

test('Node is what the taps are for', () => {
  expect(() => testRuntime(process.versions)).not.toThrow()
})

test('a request is seen where mocks make its options anew, as those of msw beside nock do', async () => {
  const { request } = http
  const anew = (options: http.RequestOptions): http.ClientRequest =>
    request(Object.fromEntries(Object.entries(options)))
  http.request = anew as typeof http.request
  syncBuiltinESMExports()
  onTestFinished(() => {
    http.request = request
    syncBuiltinESMExports()
  })
  const recorder = Recorder.of({ version: 2, interactions: [] })

  expect(() => recorder.install()).not.toThrow()
  await recorder.stop()
})
