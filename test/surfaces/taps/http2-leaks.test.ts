import { once } from 'node:events'
import http2 from 'node:http2'
import { got } from 'got'
import { expect } from 'vitest'
import { type Mode, type Recorder, type RecorderOptions, withCassette } from '../../../src/index.ts'
import { authority, http2Test as test } from '../../support/secure.ts'

const ca = authority.certificate

async function textOf(session: http2.ClientHttp2Session): Promise<string> {
  const stream = session.request({ ':path': '/over-http2?page=1', ':method': 'POST' })
  stream.end('hello')
  let text = ''
  for await (const piece of stream.setEncoding('utf8')) text += String(piece)
  return text
}

/** Asks over HTTP/2 while a recorder is installed. */
async function ask(
  url: string,
  folder: string,
  options: RecorderOptions,
): Promise<{ readonly said: string; readonly counts: Recorder['counts'] }> {
  return withCassette(`${folder}/http2.yaml`, { env: {}, ...options }, async (recorder) => {
    const session = http2.connect(url, { ca })
    await once(session, 'connect')
    try {
      const said = await textOf(session)
      return { said, counts: recorder.counts }
    } finally {
      session.close()
    }
  })
}

test.for<Mode>(['record', 'new-episodes', 'once'])(
  'what goes over node:http2 is refused in mode %s, with what to do',
  async (mode, { server, folder }) => {
    const { host } = new URL(server.url)

    await expect(ask(server.url, folder, { mode })).rejects.toThrow(
      `POST https://${host}/over-http2?page=1 goes over node:http2, which is neither recorded nor answered (${folder}/http2.yaml).\n` +
        'Have its client use HTTP/1.1 (the AWS SDK: requestHandler: new NodeHttpHandler()), or list its host in passthrough.',
    )
    expect(server.seen).toEqual([])
  },
)

test.for<RecorderOptions>([
  { mode: 'passthrough' },
  { mode: 'record', passthrough: ['127.0.0.1'] },
  { mode: 'replay', passthrough: [/over-http2/] },
])('%o lets it through, counted', async (options, { server, folder }) => {
  await withCassette(`${folder}/http2.yaml`, { env: {}, mode: 'record' }, async () => {})
  const { said, counts } = await ask(server.url, folder, options)

  expect(said).not.toBe('')
  expect(counts).toMatchObject({ passedThrough: 1, recorded: 0, missed: 0 })
  expect(server.seen).toHaveLength(1)
})

test('a session that was there before is left alone once no recorder is installed', async ({
  server,
  folder,
}) => {
  const session = http2.connect(server.url, { ca })
  await expect(ask(server.url, folder, { mode: 'record' })).rejects.toThrow('goes over node:http2')
  await expect(textOf(session)).resolves.not.toBe('')
  session.close()
})

test('got over HTTP/2 is refused', async ({ server, folder }) => {
  const asking = withCassette(`${folder}/got.yaml`, { env: {}, mode: 'record' }, async () =>
    got(server.url, { http2: true, https: { certificateAuthority: ca }, retry: { limit: 0 } }),
  )

  await expect(asking).rejects.toThrow('goes over node:http2')
  expect(server.seen).toEqual([])
})
