import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import http2 from 'node:http2'
import net from 'node:net'
import { text } from 'node:stream/consumers'
import tls from 'node:tls'
import axios from 'axios'
import { got } from 'got'
import * as undici from 'undici'
import { describe, expect } from 'vitest'
import { withCassette } from '../../../src/index.ts'
import { http2Test as plainTest } from '../../support/http2.ts'
import { loadCassette } from '../../support/load-cassette.ts'
import { authority, http2Test as secureTest, httpsTest } from '../../support/secure.ts'

const ca = authority.certificate
const env = {}
/** As a module has it that was loaded before. */
const captured = http2.connect

/** A session as grpc-js opens it: over a connection of its own, to an address. */
async function openAsGrpc(url: string, address = '127.0.0.1'): Promise<http2.ClientHttp2Session> {
  const { port, protocol } = new URL(url)
  let socket: net.Socket = net.connect({ host: address, port: Number(port) })
  await once(socket, 'connect')
  if (protocol === 'https:') {
    const servername = 'localhost'
    const checkServerIdentity = () => undefined
    const options = { socket, servername, ca, ALPNProtocols: ['h2'], checkServerIdentity }
    socket = tls.connect(options)
    await once(socket, 'secureConnect')
    expect((socket as tls.TLSSocket).authorized).toBe(true)
  }
  const session = http2.connect(url, { createConnection: () => socket })
  await once(session, 'remoteSettings')
  return session
}

interface Called {
  readonly message: string
  readonly trailers: http2.IncomingHttpHeaders
  readonly isHeadAlone: boolean
}

/** Calls as gRPC does: the trailers tell how it went, or a head that is all. */
async function call(session: http2.ClientHttp2Session): Promise<Called> {
  const stream = session.request({ ':method': 'POST', ':path': '/s/call', te: 'trailers' })
  let [trailers, isHeadAlone]: [http2.IncomingHttpHeaders, boolean] = [{}, false]
  stream.on('response', (_fields, flags) => (isHeadAlone = (flags & 1) === 1))
  stream.on('trailers', (fields) => (trailers = fields))
  stream.end('hello')
  const message = await text(stream)
  session.close()
  return { message, trailers, isHeadAlone }
}

describe('a client that connects by itself', () => {
  plainTest('is played to with the service gone', async ({ service, cassettePath }) => {
    service.reply = (stream) => {
      stream.respond({ ':status': 200 }, { waitForTrailers: true })
      stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
      stream.end('message')
    }
    const run = () =>
      withCassette(cassettePath, { env }, async () => call(await openAsGrpc(service.url)))
    const live = await run()
    await service.stop()

    expect(live).toMatchObject({ message: 'message', trailers: { 'grpc-status': '0' } })
    expect(await run()).toEqual(live)
  })

  plainTest(
    'is told by a head alone that there is no more, at any speed',
    async ({ service, cassettePath }) => {
      service.reply = (stream) =>
        stream.respond({ ':status': 200, 'grpc-status': '5' }, { endStream: true })
      const run = () =>
        withCassette(cassettePath, { env, speed: 'recorded' }, async () =>
          call(await openAsGrpc(service.url)),
        )
      const live = await run()
      await service.stop()

      expect(live.isHeadAlone).toBe(true)
      expect(await run()).toEqual(live)
    },
  )

  secureTest('over TLS is played to with the service gone', async ({ server, cassettePath }) => {
    const run = () =>
      withCassette(cassettePath, { env }, async () => call(await openAsGrpc(server.url)))
    const live = await run()
    await server.stop()

    expect(await run()).toEqual(live)
  })

  plainTest('may have looked up the name', async ({ service, cassettePath }) => {
    await withCassette(cassettePath, { env }, async () => call(await openAsGrpc(service.url)))
    const { host, port } = new URL(service.url)
    const recorded = await readFile(cassettePath, 'utf8')
    await writeFile(cassettePath, recorded.replaceAll(host, `api.example.com:${port}`))

    const { message } = await withCassette(cassettePath, { env }, async () =>
      call(await openAsGrpc(`http://api.example.com:${port}`, '192.0.2.1')),
    )
    expect(message).toBe('ok')
  })

  plainTest('had http2.connect before the recorder came', async ({ service, cassettePath }) => {
    const run = () => withCassette(cassettePath, { env }, () => call(captured(service.url)))
    const live = await run()
    await service.stop()

    expect(await run()).toEqual(live)
  })

  plainTest('goes to the service once somebody else records', async ({ service, folder }) => {
    const cassette = (name: string) => `${folder}/${name}.yaml`
    await withCassette(cassette('a'), { env }, async () => call(await openAsGrpc(service.url)))
    const session = await withCassette(cassette('a'), { env }, () => openAsGrpc(service.url))
    await withCassette(cassette('b'), { env }, () => call(session))

    expect(loadCassette(cassette('b')).interactions).toHaveLength(1)
    expect(service.seen).toBe(2)
  })
})

describe('a connection is made as ever', () => {
  plainTest('to what the cassette does not know', async ({ service, cassettePath }) => {
    await withCassette(cassettePath, { env, mode: 'record' }, async () => {})
    await withCassette(cassettePath, { env, mode: 'replay' }, async () => {
      const socket = net.connect({ host: '127.0.0.1', port: Number(new URL(service.url).port) })
      await once(socket, 'connect')
      expect(socket.remotePort).toBe(Number(new URL(service.url).port))
      socket.destroy()
    })
  })

  secureTest('where a request may pass', async ({ server, cassettePath }) => {
    await withCassette(cassettePath, { env, mode: 'record' }, async () => {})
    const passthrough = [() => true]
    const { message } = await withCassette(
      cassettePath,
      { env, mode: 'replay', passthrough },
      async () => call(await openAsGrpc(server.url)),
    )

    expect(message).toBe('ok')
    expect(server.seen).toHaveLength(1)
  })

  httpsTest('by undici, for what is no request', async ({ server, cassettePath }) => {
    await withCassette(cassettePath, { env, mode: 'record' }, async () => {})
    const client = new undici.Client(server.url, { connect: { ca }, allowH2: true })
    await withCassette(cassettePath, { env, mode: 'replay' }, async () => {
      // The server knows no such thing, and says so over HTTP/1.1.
      await expect(client.upgrade({ path: '/', protocol: 'x' })).rejects.toThrow('bad upgrade')
    })
    await client.destroy()
    expect(server.seen).toHaveLength(1)
  })
})

describe('got over HTTP/2', () => {
  const ask = async (url: string) => {
    const https = { certificateAuthority: ca }
    const { body, httpVersion } = await got(url, { http2: true, https, retry: { limit: 0 } })
    return { body, httpVersion }
  }

  secureTest(
    'is recorded, and replayed with the service gone',
    async ({ server, cassettePath }) => {
      const run = () => withCassette(cassettePath, { env }, () => ask(server.url))
      const live = await run()
      await server.stop()

      expect(live).toEqual({ body: 'ok', httpVersion: '2.0' })
      expect(await run()).toEqual(live)
      expect(loadCassette(cassettePath).interactions[0]!.response.proto).toBe('HTTP/2.0')
    },
  )

  secureTest('is refused what the cassette does not know', async ({ server, cassettePath }) => {
    await withCassette(cassettePath, { env }, () => ask(`${server.url}/known`))
    const asking = withCassette(cassettePath, { env, mode: 'replay' }, async () => {
      await expect(ask(server.url)).rejects.toMatchObject({ code: 'NO_MATCH' })
    })

    await expect(asking).rejects.toMatchObject({ code: 'NO_MATCH' })
    expect(server.seen).toHaveLength(1)
  })
})

secureTest(
  'axios over HTTP/2 is recorded, and replayed with the service gone',
  async ({ server, cassettePath }) => {
    const run = () =>
      withCassette(cassettePath, { env }, async () => {
        const options = { httpVersion: 2, http2Options: { ca } } as object
        const { data, status } = await axios.post<string>(server.url, { a: 1 }, options)
        return { data, status }
      })
    const live = await run()
    await server.stop()

    expect(await run()).toEqual(live)
    expect(loadCassette(cassettePath).interactions[0]!.response.proto).toBe('HTTP/2.0')
  },
)
