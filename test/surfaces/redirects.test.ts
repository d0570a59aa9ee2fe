import type { RequestListener } from 'node:http'
import { describe, expect } from 'vitest'
import { Recorder, recordedFetch } from '../../src/index.ts'
import { Loopback } from '../support/loopback.ts'
import { test as base } from '../support/test.ts'

// vitest reads from the parameters what a fixture depends on: it has to be a pattern, if an empty one.
/* oxlint-disable no-empty-pattern */
const test = base.extend<{ readonly other: Loopback }>({
  other: async ({}, use) => {
    const other = await Loopback.start()
    await use(other)
    await other.stop()
  },
})

type Ask = (send: typeof fetch, url: string) => Promise<Response>

interface Redirect {
  readonly name: string
  readonly reply: (other: Loopback) => RequestListener
  readonly ask: Ask
}

/** From `/from` to somewhere, with a code. */
function to(location: string | ((other: Loopback) => string), code = 302): Redirect['reply'] {
  return (other) => (request, response) => {
    if (!request.url?.startsWith('/from')) return void request.resume().pipe(response)
    const where = typeof location === 'string' ? location : location(other)
    request.resume().once('end', () => response.writeHead(code, { location: where }).end('moved'))
  }
}

const from =
  (init?: RequestInit): Ask =>
  (send, url) =>
    send(`${url}/from`, init)

const post = (body: () => NonNullable<RequestInit['body']>): Ask => {
  return (send, url) => send(`${url}/from`, { method: 'POST', body: body(), duplex: 'half' })
}

const inside =
  (init: RequestInit): Ask =>
  (send, url) =>
    send(new Request(`${url}/from`, init))

const secret = { authorization: 'Basic eA==', cookie: 'a=1', 'x-own': '1' }

/** Goes from `/0` to `/1` and on. */
function hops(count: number): Redirect['reply'] {
  return () => (request, response) => {
    const at = Number(request.url?.slice(1))
    if (at === count) response.end('arrived')
    else response.writeHead(302, { location: `/${at + 1}` }).end()
  }
}

const codes = [301, 302, 303, 307, 308]

const redirects: readonly Redirect[] = [
  ...(['follow', 'manual', 'error'] as const).flatMap((redirect) => [
    { name: `${redirect}, with a location`, reply: to('/to'), ask: from({ redirect }) },
    {
      name: `${redirect}, without one`,
      reply: (): RequestListener => (_request, response) => void response.writeHead(302).end('x'),
      ask: from({ redirect }),
    },
  ]),
  ...codes.flatMap((code): Redirect[] => [
    { name: `${code} of text`, reply: to('/to', code), ask: post(() => 'text') },
    {
      name: `${code} of a form`,
      reply: to('/to', code),
      ask: post(() => new URLSearchParams('a=1')),
    },
    { name: `${code} of a stream`, reply: to('/to', code), ask: post(() => streamOf('text')) },
    {
      name: `${code} of a Request`,
      reply: to('/to', code),
      ask: inside({ method: 'POST', body: 'inside' }),
    },
    { name: `${code} of HEAD`, reply: to('/to', code), ask: from({ method: 'HEAD' }) },
    { name: `${code} of PUT`, reply: to('/to', code), ask: from({ method: 'PUT', body: 'x' }) },
  ]),
  {
    name: 'away, with secrets',
    reply: to((other) => `${other.url}/to`),
    ask: from({ headers: secret }),
  },
  {
    name: 'away, with secrets in a Request',
    reply: to((other) => `${other.url}/to`, 307),
    ask: inside({ method: 'POST', body: 'x', headers: secret }),
  },
  { name: 'at home, with secrets', reply: to('/to'), ask: from({ headers: secret }) },
  { name: 'to a fragment', reply: to('/to#there'), ask: from() },
  {
    name: 'from a fragment',
    reply: to('/to'),
    ask: (send, url) => send(`${url}/from#here`),
  },
  { name: 'to UTF-8', reply: to(Buffer.from('/Zoë?q=ü').toString('latin1')), ask: from() },
  { name: 'to Latin-1', reply: to('/Zo\u00eb'), ask: from() },
  { name: 'to a query', reply: to('/to?q=1'), ask: from() },
  { name: 'to another scheme', reply: to('ftp://a.test/'), ask: from() },
  { name: 'to what is no URL', reply: to('http://[/'), ask: from() },
  {
    name: 'to a URL with a password',
    reply: to((other) => other.url.replace('//', '//u:p@')),
    ask: from(),
  },
  { name: '20 times', reply: hops(20), ask: (send, url) => send(`${url}/0`) },
  { name: '21 times', reply: hops(21), ask: (send, url) => send(`${url}/0`) },
  { name: 'without an end', reply: to('/from'), ask: from() },
]

function streamOf(text: string): ReadableStream<Uint8Array> {
  return new Blob([text]).stream()
}

/** A password in a Location would be taken out. */
const plain = { env: {}, redact: false } as const

const ways = {
  'the built-in fetch, tapped': (recorder: Recorder): typeof fetch => {
    recorder.install()
    return fetch
  },
  'recordedFetch()': (recorder: Recorder): typeof fetch => recordedFetch(recorder),
}

describe.each(Object.entries(ways))('%s is redirected as fetch is:', (_name, over) => {
  test.for(redirects)('$name', async ({ reply, ask }, { server, other, folder }) => {
    server.reply(reply(other))
    const servers = [server, other]
    const bare = await look(servers, () => ask(fetch, server.url))
    const live: unknown[] = []
    for (const mode of ['record', 'new-episodes', 'passthrough']) {
      const recorder = await Recorder.open(`${folder}/${mode}.yaml`, { ...plain, mode })
      const send = over(recorder)
      live.push(await look(servers, () => ask(send, server.url)))
      await recorder.stop()
    }
    const recorder = await Recorder.open(`${folder}/record.yaml`, { ...plain, mode: 'replay' })
    const send = over(recorder)
    const replayed = await look(servers, () => ask(send, server.url))
    await recorder.stop()

    expect(live).toEqual([bare, bare, bare])
    expect(replayed).toEqual({ ...bare, sent: [] })
  })
})

async function look(servers: readonly Loopback[], ask: () => Promise<Response>): Promise<object> {
  for (const { seen } of servers) seen.splice(0)
  const got = await ask().then(told, (error: unknown) => errors(error))
  const sent = servers.flatMap(({ seen, url }) =>
    seen.map((one) => ({ ...one, url: url + one.url })),
  )
  return {
    got,
    sent: await Promise.all(
      sent.map(async ({ method, url, rawHeaders, body }) => {
        const named = rawHeaders.filter(
          (_, index) => rawHeaders[index - (index % 2)] !== 'connection',
        )
        return { method, url, rawHeaders: named, body: String(await body) }
      }),
    ),
  }
}

async function told(response: Response): Promise<object> {
  const { status, ok, url, redirected, type, headers } = response
  const location = headers.get('location')
  return { status, ok, url, redirected, type, location, text: await response.text() }
}

function errors(error: unknown): string[] {
  return error instanceof Error ? [`${error.name} ${error.message}`, ...errors(error.cause)] : []
}
