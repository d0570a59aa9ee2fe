import { Stream } from 'node:stream'
import * as undici from 'undici'
import { expect } from 'vitest'
import { Recorder, withCassette } from '../../src/index.ts'
import { cassetteDispatcher } from '../../src/surfaces/undici.ts'
import { loadCassette } from '../support/load-cassette.ts'
import { test } from '../support/test.ts'

/** A stream as the package form-data makes it: of the old kind, not to be iterated, with the tag of a FormData. */
class OldForm extends Stream {
  readonly [Symbol.toStringTag] = 'FormData'
  #isGoing = false

  append(): void {}

  resume(): void {
    if (this.#isGoing) return
    this.#isGoing = true
    for (const piece of ['--b\r\n', 'a\r\n', '--b--']) this.emit('data', Buffer.from(piece))
    this.emit('end')
  }

  override pipe<T extends NodeJS.WritableStream>(destination: T): T {
    super.pipe(destination)
    this.resume()
    return destination
  }
}

async function ask(url: string, dispatcher?: undici.Dispatcher): Promise<string> {
  const { body } = await undici.request(url, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    body: new OldForm() as never,
    ...(dispatcher && { dispatcher }),
  })
  return body.text()
}

const ways = [
  ['taps', (file: string, url: string) => withCassette(file, { env: {} }, () => ask(url))],
  [
    'a dispatcher',
    async (file: string, url: string) => {
      const recorder = await Recorder.open(file, { env: {} })
      const answer = await ask(url, cassetteDispatcher(recorder))
      await recorder.stop()
      return answer
    },
  ],
] as const

test.for(ways)(
  'a stream of the old kind is recorded and replayed by %s of undici',
  async ([, run], { server, cassettePath }) => {
    server.reply((request, response) => void request.pipe(response))
    expect(await run(cassettePath, server.url)).toBe('--b\r\na\r\n--b--')
    await server.stop()

    expect(loadCassette(cassettePath).interactions[0]?.request.body).toBe('--b\r\na\r\n--b--')
    expect(await run(cassettePath, server.url)).toBe('--b\r\na\r\n--b--')
  },
)
