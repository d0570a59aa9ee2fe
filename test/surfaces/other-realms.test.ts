import { execFile } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { Recorder, loadCassette, recordedFetch } from '../../src/index.ts'
import { test } from '../support/test.ts'
import { cassetteOf, recorded } from './server/recorded.ts'

const index = new URL('../../dist/index.js', import.meta.url).href

// vitest's jsdom puts classes of another realm in the global's place: no Buffer is a Uint8Array there.
const program = `
  import http from 'node:http'
  import { text } from 'node:stream/consumers'
  import { runInNewContext } from 'node:vm'
  import { Agent, request } from 'undici'
  const { Blob } = globalThis
  globalThis.Uint8Array = runInNewContext('Uint8Array')
  globalThis.Blob = class Blob {}
  const [cassette, url, mode] = process.argv.slice(1)
  const { withCassette } = await import('${index}')
  const asked = (send) => new Promise((resolve, reject) =>
    send(http.request(url, { method: 'POST' }, resolve).on('error', reject)))
  // Its own: newer Nodes have theirs by default, which looks for the global's Blob.
  const dispatcher = new Agent()
  await withCassette(cassette, { mode }, async () => {
    await text(await asked((sent) => sent.end(Buffer.from('aa'))))
    for (const body of [Buffer.from('bb'), new Blob(['cc'])])
      await (await request(url, { method: 'POST', body, dispatcher })).body.text()
  })`

test('bytes of another realm than that of wiretape are recorded and matched', async ({
  server,
  cassettePath,
}) => {
  const run = async (mode: string): Promise<string> => {
    const args = ['--input-type=module', '--eval', program, '--', cassettePath, server.url, mode]
    return (await promisify(execFile)(process.execPath, args)).stderr
  }

  expect(await run('record')).toBe('')
  await server.stop()
  expect(await run('replay')).toBe('')

  const bodies = loadCassette(cassettePath).interactions.map(({ request }) => request.body)
  expect(bodies).toEqual(['aa', 'bb', 'cc'])
})

/** As happy-dom and polyfills bring them: no EventTarget of Node. */
class ForeignSignal {
  aborted = false
  readonly #listeners = new Set<() => void>()

  addEventListener(_type: string, listener: () => void): void {
    this.#listeners.add(listener)
  }

  removeEventListener(_type: string, listener: () => void): void {
    this.#listeners.delete(listener)
  }

  abort(): void {
    this.aborted = true
    for (const listener of this.#listeners) listener()
  }
}

test('a signal that is none of Node ends a replay', async () => {
  const url = 'http://a.test/'
  const chunks = [
    { bytes: 1, at: 0 },
    { bytes: 1, at: 3_600e9 },
  ]
  const cassette = cassetteOf(recorded(url, { body: 'ab', chunks }))
  const send = recordedFetch(Recorder.of(cassette, { repeats: 'any', speed: 'recorded' }))
  const signal = new ForeignSignal()
  const init = { signal: signal as unknown as AbortSignal }
  const aborted = expect.objectContaining({ name: 'AbortError' })

  const body = text((await send(url, init)).body as ReadableStream)
  signal.abort()

  await expect(body).rejects.toThrow(aborted)
  await expect(send(url, init)).rejects.toThrow(aborted)
})
