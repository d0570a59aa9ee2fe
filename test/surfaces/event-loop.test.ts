import http from 'node:http'
import http2 from 'node:http2'
import { text } from 'node:stream/consumers'
import axios from 'axios'
import * as undici from 'undici'
import { describe, expect, test } from 'vitest'
import { Recorder, recordedFetch } from '../../src/index.ts'
import { cassetteOf, recorded } from './server/recorded.ts'

type Client = (url: string, recorder: Recorder) => Promise<unknown>

const clients: Readonly<Record<string, Client>> = {
  'the built-in fetch': async (url) => (await fetch(url)).text(),
  "undici's fetch": async (url) => (await undici.fetch(url)).text(),
  'undici.request': async (url) => (await undici.request(url)).body.text(),
  'node:http': askHttp,
  'node:http2': askHttp2,
  axios: async (url) => (await axios.get(url)).data,
  'recordedFetch()': async (url, recorder) => (await recordedFetch(recorder)(url)).text(),
  'recordedFetch() with a signal': async (url, recorder) => {
    const { signal } = new AbortController()
    return (await recordedFetch(recorder)(url, { signal })).text()
  },
}

const cassette = cassetteOf(
  recorded('http://a.test/'),
  recorded('http://a.test/stream', {
    headers: { 'Content-Type': ['text/event-stream'] },
    body: 'data: 1\n\n',
  }),
)

// A program that polls until its own deadline has passed, say.
describe.each(Object.entries(clients))('a timer rings while %s asks again and again', (_, ask) => {
  test.each([
    ['what is recorded', 'http://a.test/'],
    ['a stream of one event', 'http://a.test/stream'],
    ['what is refused', 'http://a.test/unknown'],
  ])('for %s', async (_what, url) => {
    const recorder = Recorder.of(cassette, { repeats: 'last' })
    recorder.install()
    const rung = new AbortController()
    const timer = setTimeout(() => rung.abort(), 1)
    try {
      let asked = 0
      while (!rung.signal.aborted && asked < 10_000) {
        asked += 1
        await ask(url, recorder).catch(() => undefined)
      }
      expect(rung.signal.aborted).toBe(true)
    } finally {
      clearTimeout(timer)
      recorder.uninstall()
    }
  })
})

function askHttp(url: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    http.get(url, (response) => resolve(text(response))).once('error', reject)
  })
}

async function askHttp2(url: string): Promise<unknown> {
  const session = http2.connect(url)
  try {
    return await new Promise((resolve, reject) => {
      session.once('error', reject)
      const stream = session.request({ ':path': new URL(url).pathname })
      stream.once('error', reject)
      resolve(text(stream))
    })
  } finally {
    session.destroy()
  }
}
