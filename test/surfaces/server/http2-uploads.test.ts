import { once } from 'node:events'
import * as http2 from 'node:http2'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { serverOf } from '../../../src/surfaces/server/protocols.ts'

const mebibyte = 1_048_576

test('an upload over HTTP/2 goes a mebibyte ahead of who reads it, and holds up no other', async () => {
  let unread = 0
  const server = serverOf(undefined, {
    answer: ({ target, message }, reply) => {
      if (target === '/unread') return void (unread += 1)
      message.resume().once('end', () => {
        reply.head({ code: 200, reason: 'OK', fields: [], hasTrailer: false })
        reply.write(Buffer.from('read'))
        reply.end()
      })
    },
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const session = http2.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const [{ initialWindowSize }] = (await once(session, 'remoteSettings')) as [http2.Settings]
  const ponged = (): Promise<void> => new Promise((resolve) => session.ping(() => resolve()))
  await ponged()
  expect(initialWindowSize).toBe(mebibyte)
  expect(session.state.remoteWindowSize).toBeGreaterThanOrEqual(mebibyte)
  const post = (path: string): http2.ClientHttp2Stream => {
    const stream = session.request({ ':method': 'POST', ':path': path })
    stream.on('error', () => {}).end(Buffer.alloc(4 * mebibyte))
    return stream
  }

  const left = post('/unread')
  // It has sent all that it may.
  for (let pings = 0; pings < 10; pings++) await ponged()

  expect(await text(post('/read'))).toBe('read')
  expect([unread, left.writableFinished]).toEqual([1, false])
  session.destroy()
  server.close()
})
