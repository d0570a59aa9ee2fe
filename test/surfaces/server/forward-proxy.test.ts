import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import * as https from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect } from 'vitest'
import { Authority } from '../../../src/surfaces/server/authority.ts'
import { type AnswerReport, startRecordingProxy } from '../../../src/surfaces/server.ts'
import { loadCassette } from '../../support/load-cassette.ts'
import { sse, stream } from '../../support/loopback.ts'
import { test as base } from './servers.ts'
import { Wire, get } from './wire.ts'

interface Secure {
  readonly url: string
  readonly port: number
}

const run = promisify(execFile)

/** vitest's test with an upstream of HTTPS, whose authority nobody knows. */
const test = base.extend<{ readonly secure: Secure }>({
  // oxlint-disable-next-line no-empty-pattern
  secure: async ({}, use) => {
    const leaf = await (await Authority.make()).leafFor('localhost')
    const { cert, key } = leaf as { readonly cert: string; readonly key: string }
    const server = https.createServer({ cert, key }, (request, response) => {
      if (request.url === '/events') return stream(sse(3))(request, response)
      if (request.url === '/host') return response.end(request.headers.host)
      // An answer that overtakes its request would be kept without the request's body.
      request.resume().once('end', () => response.end(`secure ${request.method} ${request.url}`))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await use({ url: `https://localhost:${port}`, port })
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  },
})

/** curl through a proxy, as this test says and as nothing on this machine says. */
async function curl(proxy: string, ...args: readonly string[]): Promise<string> {
  const env = { PATH: process.env['PATH'] }
  const { stdout } = await run('curl', ['-q', '-sS', '--proxy', proxy, ...args], { env })
  return stdout
}

describe('certificates', () => {
  test.for(['example.com', '127.0.0.1', '::1'])(
    'that for %s is signed by the authority, and openssl in its strict mode believes it',
    async (host, { folder }) => {
      const authority = await Authority.make()
      const { cert } = await authority.leafFor(host)
      const [ca, leaf] = [join(folder, 'ca.pem'), join(folder, 'leaf.pem')]
      await writeFile(ca, authority.certificate)
      await writeFile(leaf, cert)
      const flag = host.includes('example') ? '-verify_hostname' : '-verify_ip'

      const { stdout } = await run('openssl', [
        'verify',
        '-x509_strict',
        '-CAfile',
        ca,
        '-purpose',
        'sslserver',
        flag,
        host,
        leaf,
      ])

      expect(stdout).toBe(`${leaf}: OK\n`)
      expect(new X509Certificate(cert as string).ca).toBe(false)
      expect(await authority.leafFor(host)).toBe(await authority.leafFor(host))
    },
  )
})

describe('a forward proxy', () => {
  test('records what goes to any host over HTTP', async ({ server, proxy, cassettePath }) => {
    const running = await proxy({ cassette: cassettePath })

    expect(await curl(running.url, `${server.url}/a?b=%7e`)).toBe('ok')
    await running.close()

    expect(server.seen[0]?.url).toBe('/a?b=%7e')
    const [only] = loadCassette(cassettePath).interactions
    expect(only?.request.url).toBe(`${server.url}/a?b=%7e`)
  })

  test.for(['--http1.1', '--http2'])(
    'records what goes over HTTPS, to clients that trust it, with %s',
    async (protocol, { secure, proxy, folder, cassettePath }) => {
      const running = await proxy({ cassette: cassettePath, insecure: true })
      const ca = join(folder, 'ca.pem')
      await writeFile(ca, running.certificate ?? '')
      const asked = [protocol, '--cacert', ca, '-w', ' %{http_version}']

      const answers = await curl(running.url, ...asked, `${secure.url}/a`, `${secure.url}/events`)
      const posted = await curl(
        running.url,
        ...asked,
        '-d',
        'x=1',
        `https://127.0.0.1:${secure.port}/p`,
      )
      await running.close()

      const version = protocol === '--http2' ? '2' : '1.1'
      expect(answers).toBe(`secure GET /a ${version}${sse(3).join('')} ${version}`)
      expect(posted).toBe(`secure POST /p ${version}`)
      const { interactions } = loadCassette(cassettePath)
      expect(interactions.map(({ request }) => request.url)).toEqual([
        `${secure.url}/a`,
        `${secure.url}/events`,
        `https://127.0.0.1:${secure.port}/p`,
      ])
      expect(interactions[2]?.request.body).toBe('x=1')
    },
  )

  test('does not believe an upstream whose certificate nobody vouches for', async ({
    secure,
    proxy,
    cassettePath,
  }) => {
    const running = await proxy({ cassette: cassettePath })

    const answer = await curl(running.url, '-k', '-w', '%{http_code}', secure.url)

    expect(answer).toMatch(/"code":"UNABLE_TO_VERIFY_LEAF_SIGNATURE"\}\}\n502$/)
    expect(running.counts).toMatchObject({ recorded: 0, failed: 1 })
  })

  test('tells, once a host, that a client does not trust it', async ({ proxy, cassettePath }) => {
    const warnings: string[] = []
    const onWarning = (message: string): void => void warnings.push(message)
    const running = await proxy({ cassette: cassettePath, onWarning })

    for (const url of ['https://a.test/1', 'https://a.test/2', 'https://b.test:8443/']) {
      await expect(curl(running.url, url)).rejects.toThrow(/certificate/i)
    }

    expect(warnings.map((text) => text.split('\n', 1).join())).toEqual([
      'A client does not trust our certificate for a.test: what it would have asked there is lost.',
      'A client does not trust our certificate for b.test:8443: what it would have asked there is lost.',
    ])
  })

  test('tunnels plain HTTP too, and records it', async ({ server, proxy, cassettePath }) => {
    const running = await proxy({ cassette: cassettePath })

    expect(await curl(running.url, '--proxytunnel', `${server.url}/inside`)).toBe('ok')
    await running.close()

    const [only] = loadCassette(cassettePath).interactions
    expect(only?.request.url).toBe(`${server.url}/inside`)
  })

  test('passes the tunnels of an ignored host on, unseen, and counts them', async ({
    secure,
    proxy,
    cassettePath,
  }) => {
    const running = await proxy({ cassette: cassettePath, ignoreHosts: ['localhost'] })

    expect(await curl(running.url, '-k', `${secure.url}/a`)).toBe('secure GET /a')
    await expect(curl(running.url, '--cacert', '/dev/null', secure.url)).rejects.toThrow('curl')

    expect(running.counts).toMatchObject({ recorded: 0, passedThrough: 2 })
  })

  test('passes on what comes for an ignored host without a tunnel, too', async ({
    server,
    proxy,
    cassettePath,
  }) => {
    const { hostname, port } = new URL(server.url)
    const running = await proxy({
      cassette: cassettePath,
      ignoreHosts: [hostname, '*.example', '::1'],
      resolve: [`a.example:${port}:127.0.0.1`, `example:${port}:127.0.0.1`],
    })

    for (const host of [hostname, 'a.example', 'example']) {
      await curl(running.url, `http://${host}:${port}/a`)
    }

    expect(running.counts).toMatchObject({ recorded: 1, passedThrough: 2 })
    await running.close()
    const [only] = loadCassette(cassettePath).interactions
    expect(only?.request.host).toBe(`example:${port}`)
  })

  test('replays over TLS what it recorded, once its upstream is gone', async ({
    secure,
    proxy,
    cassettePath,
  }) => {
    const first = await proxy({ cassette: cassettePath, insecure: true })
    await curl(first.url, '-k', `${secure.url}/a`)
    await first.close()

    const second = await proxy({ cassette: cassettePath, mode: 'replay' })

    expect(await curl(second.url, '-k', `${secure.url}/a`)).toBe('secure GET /a')
    expect(second.counts).toMatchObject({ played: 1, failed: 0 })
  })

  test.for(['--http1.1', '--http2'])(
    'a tunnel to an address is for the name that its client asks for, with %s',
    async (protocol, { secure, proxy, folder, cassettePath }) => {
      const running = await proxy({ cassette: cassettePath, insecure: true })
      const ca = join(folder, 'ca.pem')
      await writeFile(ca, running.certificate ?? '')
      const { port } = secure
      const toAddress = ['--connect-to', `api.example.com:${port}:127.0.0.1:${port}`]

      const answer = await curl(
        running.url,
        protocol,
        '--cacert',
        ca,
        ...toAddress,
        `https://api.example.com:${port}/a`,
      )
      await running.close()

      expect(answer).toBe('secure GET /a')
      const [only] = loadCassette(cassettePath).interactions
      expect(only?.request.url).toBe(`https://api.example.com:${port}/a`)
    },
  )

  test.for(['--http1.1', '--http2'])(
    'a service is called as its client calls it, with %s',
    async (version, { secure, server, proxy, cassettePath }) => {
      server.reply(({ headers }, response) => void response.end(headers.host))
      const running = await proxy({ cassette: cassettePath, insecure: true })
      const tenant = ['--proxytunnel', '-H', 'Host: tenant.example']

      const called = [
        await curl(running.url, '-k', version, ...tenant, `${secure.url}/host`),
        await curl(running.url, ...tenant, `${server.url}/host`),
        await curl(running.url, '-k', version, `${secure.url}/host`),
      ]
      await running.close()

      expect(called).toEqual(['tenant.example', 'tenant.example', new URL(secure.url).host])
      const urls = loadCassette(cassettePath).interactions.map(({ request }) => request.url)
      expect(urls).toEqual([`${secure.url}/host`, `${server.url}/host`, `${secure.url}/host`])
    },
  )

  test('a service has to show the certificate of the name that was asked for', async ({
    secure,
    proxy,
    cassettePath,
  }) => {
    const running = await proxy({ cassette: cassettePath })
    const { port } = secure
    const toAddress = ['--connect-to', `api.example.com:${port}:127.0.0.1:${port}`]

    const answer = await curl(running.url, '-k', ...toAddress, `https://api.example.com:${port}/`)

    expect(answer).toContain('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
  })

  test.for(['api.example.com', '*'])(
    'finds a host where it is told that it is: %s',
    async (host, { server, secure, proxy, cassettePath }) => {
      const { port } = new URL(server.url)
      const resolve = [`${host}:${port}:127.0.0.1`, `${host}:${secure.port}:[::1],127.0.0.1`]
      const running = await proxy({ cassette: cassettePath, insecure: true, resolve })
      const https = `https://api.example.com:${secure.port}`

      expect(await curl(running.url, `http://api.example.com:${port}/a`)).toBe('ok')
      expect(await curl(running.url, '-k', `${https}/b`)).toBe('secure GET /b')
      await running.close()

      const urls = loadCassette(cassettePath).interactions.map(({ request }) => request.url)
      expect(urls).toEqual([`http://api.example.com:${port}/a`, `${https}/b`])
    },
  )

  test('finds an ignored host there, too', async ({ secure, proxy, cassettePath }) => {
    const name = 'api.example.com'
    const resolve = [`${name}:${secure.port}:127.0.0.1`]
    const running = await proxy({ cassette: cassettePath, resolve, ignoreHosts: [name] })

    expect(await curl(running.url, '-k', `https://${name}:${secure.port}/a`)).toBe('secure GET /a')
    expect(running.counts).toMatchObject({ passedThrough: 1 })
  })

  test.for(['example.com:443', 'example.com:443:elsewhere', '127.0.0.1:443:127.0.0.2', ':1:::1'])(
    'is not told %j',
    async (rule, { cassettePath }) => {
      const open = startRecordingProxy({ cassette: cassettePath, resolve: [rule] })

      await expect(open).rejects.toThrow('It is HOST:PORT:ADDRESS')
    },
  )

  test('refuses itself, and tunnels to nowhere', async ({ proxy, cassettePath }) => {
    const { url, port } = await proxy({ cassette: cassettePath })
    const ask = async (line: string): Promise<string> => {
      const wire = new Wire(port)
      wire.send(line, 'Host: localhost', 'Connection: close', '', '')
      return (await wire.ended()).split('\r\n')[0] ?? ''
    }

    expect(await ask(`GET ${url}/a HTTP/1.1`)).toBe('HTTP/1.1 508 Loop Detected')
    for (const name of [
      '127.9.9.9',
      '0.0.0.0',
      '[::]',
      '[::1]',
      '[::ffff:127.0.0.1]',
      'a.localhost',
    ]) {
      const line = `GET http://${name}:${port}/ HTTP/1.1`
      expect([name, await ask(line)]).toEqual([name, 'HTTP/1.1 508 Loop Detected'])
    }
    expect(await ask(`CONNECT localhost:${port} HTTP/1.1`)).toBe('HTTP/1.1 508 Loop Detected')
    expect(await ask('CONNECT nowhere HTTP/1.1')).toBe('HTTP/1.1 400 Bad Request')
    expect(await ask('CONNECT localhost:0 HTTP/1.1')).toBe('HTTP/1.1 400 Bad Request')
    expect(await ask('GET /a HTTP/1.1')).toBe('HTTP/1.1 421 Misdirected Request')
  })

  test.for(['ftp://example.com/', 'http://127.0.0.1:0/', 'http://127.0.0.1:99999/', 'http:///a'])(
    'says that it does not reach %s',
    async (target, { proxy, cassettePath }) => {
      const { port } = await proxy({ cassette: cassettePath })
      const wire = new Wire(port)
      wire.send(`GET ${target} HTTP/1.1`, 'Host: example.com', 'Connection: close', '', '')

      expect(await wire.ended()).toMatch(/^HTTP\/1\.1 400 [^]*"code":"UNKNOWN_TARGET"/)
    },
  )

  test('what its client did not wait for is told of as failed', async ({
    server,
    proxy,
    cassettePath,
  }) => {
    const asked = new Promise<void>((resolve) => server.reply(() => resolve()))
    let told = (_report: AnswerReport): void => {}
    const report = new Promise<AnswerReport>((resolve) => (told = resolve))
    const { port, counts } = await proxy({ cassette: cassettePath, onAnswer: (it) => told(it) })
    const wire = new Wire(port)
    wire.send(`GET ${server.url}/ HTTP/1.1`, 'Host: localhost', '', '')
    await asked
    wire.socket.destroy()

    expect(await report).toMatchObject({ outcome: 'failed', status: 0, isWhole: false })
    expect(counts).toMatchObject({ recorded: 0 })
  })

  test('tunnels lead to more hosts than it remembers', async ({ server, proxy, cassettePath }) => {
    const to = new URL(server.url).port
    const resolve = [`*:${to}:127.0.0.1`]
    const warnings: string[] = []
    const onWarning = (message: string): void => void warnings.push(message)
    const passing = { cassette: cassettePath, mode: 'passthrough', resolve, onWarning } as const
    const { port } = await proxy(passing)
    const first = await tunnelTo(port, `first.test:${to}`)
    for (let batch = 0; batch < 11; batch++) {
      const hosts = Array.from({ length: 100 }, (_, nth) => `h${batch}-${nth}.test:80`)
      const tunnels = await Promise.all(hosts.map((host) => tunnelTo(port, host)))
      for (const tunnel of tunnels) tunnel.send('nonsense', '', '')
      await Promise.all(tunnels.map((tunnel) => tunnel.ended()))
    }

    await askInside(first)
    await askInside(await tunnelTo(port, `first.test:${to}`))
    // What was no request is told of, but not without an end.
    expect(warnings).toHaveLength(20)
  })

  test('a tunnel that is left before it was used harms nobody', async ({
    server,
    proxy,
    cassettePath,
  }) => {
    const running = await proxy({ cassette: cassettePath })
    const wire = new Wire(running.port)
    wire.send('CONNECT localhost:443 HTTP/1.1', '', '')
    await wire.until('200 Connection Established')
    wire.socket.destroy()

    expect(await curl(running.url, server.url)).toBe('ok')
  })

  test('that others can reach needs a user and a password', async ({ cassettePath }) => {
    const open = startRecordingProxy({ cassette: cassettePath, host: '0.0.0.0' })

    await expect(open).rejects.toThrow('A proxy to any host that others can reach needs proxyAuth')
  })

  test('has a user and a password, and a proxy to one service none', async ({ cassettePath }) => {
    const upstream = 'http://localhost'
    const open = startRecordingProxy({ upstream, cassette: cassettePath, proxyAuth: 'me:password' })

    await expect(open).rejects.toThrow('proxyAuth (--proxy-auth): only for a proxy to any host.')
  })

  test('with a user and a password it serves whoever shows them', async ({
    server,
    secure,
    proxy,
    cassettePath,
  }) => {
    const proxyAuth = 'me:pass:word'
    const running = await proxy({ cassette: cassettePath, insecure: true, proxyAuth })
    const code = ['-k', '-o', '/dev/null', '-w', '%{http_code} %{http_connect}']
    const shown = ['--proxy-user', proxyAuth]
    const wrong = ['--proxy-user', 'me:else']

    expect(await curl(running.url, ...code, server.url)).toBe('407 000')
    expect(await curl(running.url, ...code, ...wrong, server.url)).toBe('407 000')
    expect(await curl(running.url, ...code, ...shown, server.url)).toBe('200 000')
    await expect(curl(running.url, ...code, secure.url)).rejects.toThrow('407')
    expect(await curl(running.url, ...code, ...shown, secure.url)).toBe('200 200')
    await running.close()

    const { interactions } = loadCassette(cassettePath)
    expect(interactions.map(({ request }) => new URL(request.url).protocol)).toEqual([
      'http:',
      'https:',
    ])
    expect(server.seen[0]?.rawHeaders.join()).not.toMatch(/proxy-/i)
  })

  test('keeps its authority in a folder, from run to run', async ({
    secure,
    proxy,
    folder,
    cassettePath,
  }) => {
    const caDir = join(folder, 'ca')
    const options = { cassette: cassettePath, insecure: true, caDir, onWarning: () => {} }
    await (await proxy(options)).close()
    const running = await proxy(options)

    const answer = await curl(running.url, '--cacert', join(caDir, 'ca.pem'), `${secure.url}/a`)

    expect(answer).toBe('secure GET /a')
  })
})

async function tunnelTo(proxy: number, host: string): Promise<Wire> {
  const wire = new Wire(proxy)
  wire.send(`CONNECT ${host} HTTP/1.1`, '', '')
  await wire.until('200 Connection Established\r\n\r\n')
  return wire
}

async function askInside(wire: Wire): Promise<void> {
  wire.send(...get('/'))
  expect(await wire.ended()).toMatch(/HTTP\/1\.1 200 OK\r\n[^]*ok$/)
}
