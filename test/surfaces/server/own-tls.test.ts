import { once } from 'node:events'
import * as http2 from 'node:http2'
import * as https from 'node:https'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { type PeerCertificate, connect } from 'node:tls'
import { describe, expect } from 'vitest'
import { startReplayServer } from '../../../src/surfaces/server.ts'
import { cassetteOf, recorded } from './recorded.ts'
import { test } from './servers.ts'

const hi = cassetteOf(recorded('http://a.test/', { body: 'hi' }))

describe('a certificate of our own making', () => {
  test('is trusted by who has it, by each name of the server, over HTTP/1.1 and HTTP/2', async ({
    replay,
  }) => {
    const { port, certificate: ca } = await replay(hi, { tls: 'own', allowHosts: ['api.test'] })

    for (const name of ['127.0.0.1', 'localhost']) {
      const [response] = (await once(
        https.get(`https://${name}:${port}/`, { ca }),
        'response',
      )) as [IncomingMessage]
      expect(await text(response)).toBe('hi')
    }
    const session = http2.connect(`https://127.0.0.1:${port}`, { ca })
    expect(await text(session.request({ ':path': '/' }))).toBe('hi')
    session.close()
    const { subjectaltname } = await certificateOf(port, ca)
    expect(subjectaltname).toBe(
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:api.test',
    )
  })

  test('is trusted by nobody else', async ({ replay }) => {
    const { url } = await replay(hi, { tls: 'own' })

    await expect(fetch(url)).rejects.toMatchObject({
      cause: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    })
  })

  test('is another one each time, and lives 7 days at most', async ({ replay }) => {
    const first = await replay(hi, { tls: 'own' })
    const second = await replay(hi, { tls: 'own' })

    expect(first.certificate).not.toBe(second.certificate)
    const { valid_to } = await certificateOf(first.port, first.certificate)
    expect(Date.parse(valid_to) - Date.now()).toBeLessThanOrEqual(7 * 86_400_000)
  })
})

test('no certificate is shown where it was not made here', async ({ replay }) => {
  expect((await replay(hi)).certificate).toBeUndefined()
})

test.each([{}, { cert: 'x', key: 'y' }])('%j is no certificate with its key', async (tls) => {
  await expect(startReplayServer(hi, { tls: tls as never })).rejects.toThrow(
    /^tls is no certificate with its key, both in PEM: .*\nLeave both to wiretape with 'own' \(--https\)\.$/,
  )
})

async function certificateOf(port: number, ca = ''): Promise<PeerCertificate> {
  const socket = connect({ port, host: '127.0.0.1', ca })
  await once(socket, 'secureConnect')
  const shown = socket.getPeerCertificate()
  socket.destroy()
  return shown
}
