import http from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect } from 'vitest'
import { type RecorderOptions, withCassette } from '../../../src/index.ts'
import { loadCassette } from '../../support/load-cassette.ts'
import { test } from '../../support/test.ts'

interface Asked {
  readonly answer: string
  /** How often the client was given a connection. */
  readonly sockets: number
}

/** A client that sends its body when it has a connection, and not before, as that of ClickHouse does. */
function ask(url: string, body: string, timeoutMs = 0): Promise<Asked> {
  return new Promise((resolve, reject) => {
    let sockets = 0
    const request = http.request(url, { method: 'POST' }, (response) => {
      text(response).then((answer) => resolve({ answer, sockets }), reject)
    })
    request.on('socket', (socket) => {
      sockets += 1
      socket.setTimeout(timeoutMs, () => request.destroy(new Error('too late')))
      request.end(body)
    })
    request.once('error', reject)
  })
}

describe('a client that waits for its connection before it sends', () => {
  test('is recorded and replayed, and has one connection', async ({ server, cassettePath }) => {
    server.reply((request, response) => void request.pipe(response))
    const run = () => withCassette(cassettePath, { env: {} }, () => ask(server.url, 'late'))
    expect(await run()).toEqual({ answer: 'late', sockets: 1 })
    await server.stop()

    expect(loadCassette(cassettePath).interactions[0]?.request.body).toBe('late')
    expect(await run()).toEqual({ answer: 'late', sockets: 1 })
  })

  test('is told of a miss', async ({ server, cassettePath }) => {
    const run = (body: string) =>
      withCassette(cassettePath, { env: {} }, () => ask(server.url, body))
    await run('known')

    await expect(run('unknown')).rejects.toMatchObject({ code: 'NO_MATCH' })
    expect(server.seen).toHaveLength(1)
  })

  test('has its miss recorded, and no second connection', async ({ server, cassettePath }) => {
    server.reply((request, response) => void request.pipe(response))
    const options: RecorderOptions = { env: {}, mode: 'new-episodes' }
    const run = (body: string) =>
      withCassette(cassettePath, options, () => ask(server.url, body, 60_000))
    await run('first')

    expect(await run('second')).toEqual({ answer: 'second', sockets: 1 })
    expect(loadCassette(cassettePath).interactions).toHaveLength(2)
  })

  test('gives up a replay by the timeout of the connection it was given', async ({
    server,
    cassettePath,
  }) => {
    const run = (options: RecorderOptions, timeoutMs: number) =>
      withCassette(cassettePath, { env: {}, ...options }, () => ask(server.url, 'a', timeoutMs))
    await run({}, 60_000)
    const late = {
      speed: 'recorded',
      beforeReplay: (interaction) => ({
        ...interaction,
        response: { ...interaction.response, duration: 60_000_000_000 },
      }),
    } satisfies RecorderOptions

    await expect(run(late, 20)).rejects.toThrow('too late')
  })
})
