import http from 'node:http'
import * as undici from 'undici'
import { describe, expect } from 'vitest'
import { Recorder, recordedFetch } from '../../src/index.ts'
import { loadCassette } from '../support/load-cassette.ts'
import { test } from '../support/test.ts'

/** Asks, and calls back once its answer has begun. */
type Client = (
  url: string,
  signal: AbortSignal,
  begun: () => void,
  recorder: Recorder,
) => Promise<unknown>

const clients: Readonly<Record<string, Client>> = {
  recordedFetch: async (url, signal, begun, recorder) => {
    const response = await recordedFetch(recorder)(url, { signal })
    begun()
    return response.text()
  },
  fetch: async (url, signal, begun) => {
    const response = await fetch(url, { signal })
    begun()
    return response.text()
  },
  'undici.request': async (url, signal, begun) => {
    const { body } = await undici.request(url, { signal })
    begun()
    return body.text()
  },
  'node:http': (url, signal, begun) =>
    new Promise((resolve, reject) => {
      const request = http.get(url, { signal }, (response) => {
        begun()
        response.resume().once('error', reject).once('end', resolve)
      })
      request.once('error', reject)
    }),
}

const reasons: Readonly<Record<string, unknown>> = {
  'no reason': undefined,
  'a timeout, as AbortSignal.timeout() tells it': new DOMException('too slow', 'TimeoutError'),
  'an error of its own': new Error('mine'),
  'an error with a code of its own': Object.assign(new Error('mine'), { code: 'ECONNRESET' }),
  'a text': 'enough',
}

describe.each(Object.entries(clients))('who leaves in mid-body through %s', (_name, ask) => {
  test.for(Object.entries(reasons))(
    'for %s is kept as one who left',
    async ([, reason], { server, cassettePath }) => {
      server.reply((_request, response) => void response.writeHead(200).write('one'))
      const recorder = await Recorder.open(cassettePath, { env: {} })
      recorder.install()
      const leaving = new AbortController()
      const leave = (): void => leaving.abort(reason)
      await ask(server.url, leaving.signal, leave, recorder).catch(() => {})
      await recorder.stop()

      const [kept] = loadCassette(cassettePath).interactions
      expect(kept?.response.error).toBe('ABORT_ERR')
    },
  )
})
