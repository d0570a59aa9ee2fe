import { once } from 'node:events'
import * as http2 from 'node:http2'
import { expect } from 'vitest'
import { loadCassette } from '../../support/load-cassette.ts'
import { textAt } from './recorded.ts'
import { test } from './servers.ts'

const { NGHTTP2_CANCEL, NGHTTP2_INTERNAL_ERROR, NGHTTP2_NO_ERROR } = http2.constants

const ends: Readonly<Record<string, (upload: http2.ClientHttp2Stream) => void>> = {
  cancelled: (upload) => upload.close(NGHTTP2_CANCEL),
  failed: (upload) => upload.close(NGHTTP2_INTERNAL_ERROR),
  'reset without an error': (upload) => upload.close(NGHTTP2_NO_ERROR),
  destroyed: (upload) => void upload.destroy(),
  'ended too early': (upload) => void upload.end(),
  'followed by too much': (upload) => void upload.end('0123456789'),
}

for (const mode of ['record', 'new-episodes'] as const) {
  for (const [name, end] of Object.entries(ends)) {
    // Modes that match read the body before they ask.
    for (const isAnswered of mode === 'record' ? [true, false] : [false]) {
      const when = isAnswered ? 'after its answer' : 'before its answer'
      test(`mode ${mode}: an upload over HTTP/2 that is ${name} ${when} leaves the connection to its service to nobody`, async ({
        server,
        proxy,
        cassettePath,
      }) => {
        let seen = (): void => {}
        const asked = new Promise<void>((resolve) => (seen = resolve))
        server.reply((request, response) => {
          if (request.method === 'GET') return void response.end('hi')
          seen()
          if (isAnswered) response.end('early')
        })
        const running = await proxy({ cassette: cassettePath, upstream: server.url, mode })
        // Where too much comes, Node 26 ends the whole connection.
        const session = http2.connect(running.url).on('error', () => {})
        const fields = { ':method': 'POST', ':path': '/early', 'content-length': '6' }
        const upload = session.request(fields, { endStream: false }).on('error', () => {})
        upload.write('abc')
        const answered = once(upload, 'response').catch(() => undefined)
        if (mode === 'record') await asked
        if (isAnswered) await answered
        const closed = once(upload, 'close')
        end(upload)
        upload.resume()
        await closed.catch(() => undefined)

        const answers = []
        for (let asks = 0; asks < 3; asks++) answers.push(await textAt(running.url))
        expect(answers).toEqual(['hi', 'hi', 'hi'])
        session.close()
        await running.close()
        // What is answered before its body has come is kept without it.
        const { interactions } = loadCassette(cassettePath)
        const uploads = interactions.filter(({ request }) => request.method === 'POST')
        expect(uploads.map(({ request }) => request.body)).toEqual(isAnswered ? [''] : [])
      })
    }
  }
}
