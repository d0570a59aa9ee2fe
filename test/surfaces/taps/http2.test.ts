import { once } from 'node:events'
import http2, { connect } from 'node:http2'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { describe, expect } from 'vitest'
import { Recorder, type RecorderOptions, withCassette } from '../../../src/index.ts'
import { type Http2Service, http2Test as test } from '../../support/http2.ts'
import { loadCassette } from '../../support/load-cassette.ts'

type Session = http2.ClientHttp2Session

function ask(session: Session, path = '/', body?: string): Promise<string> {
  const method = body === undefined ? 'GET' : 'POST'
  const stream = session.request({ ':path': path, ':method': method })
  if (body !== undefined) stream.end(body)
  return text(stream)
}

/** Asks over a session of its own. */
async function askOnce(url: string, path?: string, body?: string): Promise<string> {
  const session = http2.connect(url)
  try {
    return await ask(session, path, body)
  } finally {
    session.destroy()
  }
}

/** Answers each path with itself. */
function echo(service: Http2Service): void {
  service.reply = (stream, fields) => {
    stream.respond({ ':status': 200 })
    stream.end(`live ${fields[':path']}`)
  }
}

const env = {}

describe('a session', () => {
  test('in a replay needs no service, and says that it is connected', async ({
    service,
    cassettePath,
  }) => {
    await withCassette(cassettePath, { env }, () => askOnce(service.url))
    await service.stop()

    await withCassette(cassettePath, { env }, async () => {
      const session = http2.connect(service.url)
      await Promise.all([once(session, 'connect'), once(session, 'remoteSettings')])
      expect(session).toMatchObject({ connecting: false, encrypted: false, alpnProtocol: 'h2c' })
      expect(await ask(session)).toBe('ok')
      await new Promise<void>((resolve) => session.close(resolve))
    })
  })

  test('in a replay over TLS has the facts of one', async ({ cassettePath }) => {
    await withCassette(cassettePath, { env, mode: 'record' }, async () => {})
    await withCassette(cassettePath, { env, mode: 'replay' }, async () => {
      const session = http2.connect('https://api.example.com')
      await once(session, 'connect')
      expect(session).toMatchObject({ encrypted: true, alpnProtocol: 'h2' })
      expect(session.originSet).toEqual(['https://api.example.com'])
      expect(session.socket.remotePort).toBe(443)
      session.destroy()
    })
  })

  test('that was opened before is recorded, and replayed as long as it is open', async ({
    service,
    cassettePath,
  }) => {
    echo(service)
    const session = http2.connect(service.url)
    const live = await withCassette(cassettePath, { env }, () => ask(session, '/a'))
    const seen = service.seen
    const played = await withCassette(cassettePath, { env }, () => ask(session, '/a'))

    expect(played).toBe(live)
    expect(service.seen).toBe(seen)
    expect(await ask(session, '/b')).toBe('live /b')
    session.close()
    await once(session, 'close')
  })

  test('of a replay goes to its service for whoever records next, and after that', async ({
    service,
    folder,
  }) => {
    echo(service)
    await withCassette(`${folder}/a.yaml`, { env }, () => askOnce(service.url, '/a'))
    const session = await withCassette(`${folder}/a.yaml`, { env }, async () => {
      const opened = http2.connect(service.url)
      await ask(opened, '/a')
      return opened
    })
    expect(service.seen).toBe(1)

    await withCassette(`${folder}/b.yaml`, { env }, () => ask(session, '/b'))
    expect(loadCassette(`${folder}/b.yaml`).interactions[0]!.response.body).toBe('live /b')
    expect(await ask(session, '/c')).toBe('live /c')
    session.close()
    await once(session, 'close')
  })

  test('of two cassettes at once gives each its own', async ({ service, folder }) => {
    echo(service)
    const session = http2.connect(service.url)
    const both = (options: RecorderOptions) =>
      Promise.all(
        ['a', 'b'].map((name) =>
          withCassette(`${folder}/${name}.yaml`, { env, ...options }, () =>
            Promise.all([ask(session, `/${name}1`), ask(session, `/${name}2`, name)]),
          ),
        ),
      )
    const live = await both({ mode: 'record' })
    const seen = service.seen
    expect(await both({ mode: 'replay' })).toEqual(live)

    expect(service.seen).toBe(seen)
    const urls = loadCassette(`${folder}/b.yaml`).interactions.map(({ request }) => request.url)
    expect(urls.sort()).toEqual([`${service.url}/b1`, `${service.url}/b2`])
    session.destroy()
  })

  test.for(['record', 'new-episodes'])(
    'that many send over at once is recorded in mode %s, and replayed',
    async (mode, { service, cassettePath }) => {
      service.reply = async (stream) => {
        const body = await text(stream)
        stream.respond({ ':status': 200 })
        stream.end(body)
      }
      const bodies = Array.from({ length: 20 }, (_, index) => String(index).repeat(40_000))
      const send = async () => {
        const session = http2.connect(service.url)
        const said = await Promise.all(bodies.map((body, index) => ask(session, `/${index}`, body)))
        session.close()
        return said
      }
      expect(await withCassette(cassettePath, { env, mode }, send)).toEqual(bodies)
      await service.stop()

      expect(await withCassette(cassettePath, { env }, send)).toEqual(bodies)
    },
  )

  test.for(['before', 'in the replay'])(
    'that was opened %s and is closed waits for what is under way',
    async (when, { service, cassettePath }) => {
      service.reply = (stream) => {
        stream.respond({ ':status': 200, 'content-type': 'text/event-stream' })
        stream.write('data: 1\n\n')
        setTimeout(() => stream.end('data: 2\n\n'), 40)
      }
      await withCassette(cassettePath, { env }, () => askOnce(service.url))
      const before = when === 'before' ? http2.connect(service.url) : undefined
      await withCassette(cassettePath, { env, speed: 'recorded' }, async () => {
        const session = before ?? http2.connect(service.url)
        const reading = ask(session)
        const closed = new Promise<void>((resolve) => session.close(resolve))
        expect(await reading).toBe('data: 1\n\ndata: 2\n\n')
        await closed
        // Thrown, or from Node 24 on an error of the stream.
        await expect(async () => ask(session)).rejects.toThrow(/session/)
      })
    },
  )

  test('that is destroyed ends what is played over it', async ({ service, cassettePath }) => {
    service.reply = (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'text/event-stream' })
      stream.write('data: 1\n\n')
      setTimeout(() => stream.end(), 40)
    }
    const session = http2.connect(service.url)
    await withCassette(cassettePath, { env }, () => askOnce(service.url))
    await withCassette(cassettePath, { env, speed: 0.001 }, async () => {
      const stream = session.request()
      session.destroy()
      await once(stream, 'close')
      expect(stream.destroyed).toBe(true)
    })
  })

  test('whose service is gone fails as ever when a request has to go there', async ({
    service,
    cassettePath,
  }) => {
    const { url } = service
    await withCassette(cassettePath, { env }, () => askOnce(url))
    await service.stop()
    const mode = 'new-episodes'
    const asking = withCassette(cassettePath, { env, mode }, async () => {
      const session = http2.connect(url)
      const failed = once(session, 'close').catch((error: unknown) => error)
      const asked = ask(session, '/new').catch((error: unknown) => error)
      return [await failed, await asked]
    })

    for (const error of await asking) expect(error).toMatchObject({ code: 'ECONNREFUSED' })
  })
})

describe('what was imported before is seen:', () => {
  const ways: readonly (readonly [string, (url: string) => Promise<Session>])[] = [
    ['connect', async (url) => connect(url)],
    ['connect with a listener', (url) => new Promise((resolve) => connect(url, resolve))],
    [
      'connect with options and a listener',
      (url) => new Promise((resolve) => connect(url, {}, resolve)),
    ],
    ['connect, promisified', (url) => promisify(connect)(url) as Promise<Session>],
    ['a URL object', async (url) => connect(new URL(url))],
  ]

  test.for(ways)('%s', async ([, open], { service, cassettePath }) => {
    const run = () =>
      withCassette(cassettePath, { env }, async () => {
        const session = await open(service.url)
        const said = await ask(session)
        session.destroy()
        return said
      })
    const live = await run()
    await service.stop()

    expect(await run()).toBe(live)
  })
})

describe('a request', () => {
  test('that the cassette does not know is refused with its reason, and never sent', async ({
    service,
    cassettePath,
  }) => {
    await withCassette(cassettePath, { env }, () => askOnce(service.url, '/a'))
    const recorder = await Recorder.open(cassettePath, { env })
    recorder.install()
    const error = await askOnce(service.url, '/b', 'body').catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({ code: 'NO_MATCH' })
    await expect(recorder.stop()).rejects.toMatchObject({ code: 'NO_MATCH' })
    expect(service.seen).toBe(1)
  })

  test.for<RecorderOptions>([
    { mode: 'passthrough' },
    { mode: 'record', passthrough: ['127.0.0.1'] },
    { mode: 'replay', passthrough: [/\/page/] },
    { mode: 'replay', passthrough: [({ body }) => body === 'hello'] },
  ])('may pass: %o', async (options, { service, cassettePath }) => {
    echo(service)
    await withCassette(cassettePath, { env, mode: 'record' }, async () => {})
    await withCassette(cassettePath, { env, ...options }, async (recorder) => {
      expect(await askOnce(service.url, '/page', 'hello')).toBe('live /page')
      expect(recorder.counts).toMatchObject({ passedThrough: 1, recorded: 0, missed: 0 })
    })
    expect(service.seen).toBe(1)
  })

  test('whose body is larger than allowed goes out as it comes, and is matched without it', async ({
    service,
    cassettePath,
  }) => {
    service.reply = async (stream) => {
      const body = await text(stream)
      stream.respond({ ':status': 200 })
      stream.end(String(body.length))
    }
    const options = { env, mode: 'new-episodes', maxBodyBytes: 1_000 } as const
    const send = () => askOnce(service.url, '/', 'x'.repeat(300_000))
    expect(await withCassette(cassettePath, options, send)).toBe('300000')
    await service.stop()

    expect(await withCassette(cassettePath, options, send)).toBe('300000')
    expect(loadCassette(cassettePath).interactions[0]!.request).toMatchObject({
      body: '',
      contentLength: 300_000,
    })
  })

  test.for(['record', 'new-episodes', 'replay'])(
    'that waits for leave to send its body gets it in mode %s',
    async (mode, { service, cassettePath }) => {
      service.reply = async (stream) => {
        stream.additionalHeaders({ ':status': 100 })
        const body = await text(stream)
        stream.respond({ ':status': 200 })
        stream.end(body)
      }
      const send = async () => {
        const session = http2.connect(service.url)
        const stream = session.request({ ':method': 'POST', expect: '100-continue' })
        await once(stream, 'continue')
        stream.end('now')
        const said = await text(stream)
        session.destroy()
        return said
      }
      await withCassette(cassettePath, { env, mode: 'record' }, send)
      expect(await withCassette(cassettePath, { env, mode }, send)).toBe('now')
    },
  )

  test('with trailers of its own takes them to the service', async ({ service, cassettePath }) => {
    service.reply = async (stream) => {
      const trailers = once(stream, 'trailers') as Promise<[http2.IncomingHttpHeaders]>
      stream.resume()
      const [fields] = await trailers
      stream.respond({ ':status': 200 })
      stream.end(String(fields['x-sum']))
    }
    const mode = 'new-episodes'
    const said = await withCassette(cassettePath, { env, mode }, async () => {
      const session = http2.connect(service.url)
      const stream = session.request({ ':method': 'POST' }, { waitForTrailers: true })
      stream.once('wantTrailers', () => stream.sendTrailers({ 'x-sum': '42' }))
      stream.end('body')
      const said = await text(stream)
      session.destroy()
      return said
    })

    expect(said).toBe('42')
  })
})

test('a request for the whole of a server is recorded and replayed', async ({
  service,
  cassettePath,
}) => {
  echo(service)
  const run = () =>
    withCassette(cassettePath, { env }, async () => {
      const session = http2.connect(service.url)
      try {
        return await text(
          session.request({ ':method': 'OPTIONS', ':path': '*' }, { endStream: true }),
        )
      } finally {
        session.destroy()
      }
    })
  expect(await run()).toBe('live *')

  expect(loadCassette(cassettePath).interactions[0]?.request.url).toBe(`${service.url}/*`)
  expect(await run()).toBe('live *')
})
