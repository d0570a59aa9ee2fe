import { writeFile } from 'node:fs/promises'
import { describe, expect } from 'vitest'
import { startReplayServer } from '../../../src/surfaces/server.ts'
import { loadCassette } from '../../support/load-cassette.ts'
import { cassetteOf, fileOf, recorded, textAt } from './recorded.ts'
import { test } from './servers.ts'

describe('a miss', () => {
  test('is an ordinary 404 where that is asked for', async ({ replay }) => {
    const server = await replay(cassetteOf(recorded('https://api.test/a')), { onMiss: '404' })

    const response = await fetch(`${server.url}/b`)

    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error: { type: 'wiretape_miss' } })
    expect(server.counts.missed).toBe(1)
  })

  test('is sent to the host that was recorded, and not remembered', async ({ server, replay }) => {
    server.reply((request, response) => void response.end(`live ${request.url}`))
    const running = await replay(cassetteOf(recorded(`${server.url}/a`, { body: 'recorded' })), {
      onMiss: 'passthrough',
    })

    expect(await textAt(`${running.url}/a`)).toBe('recorded')
    expect(await textAt(`${running.url}/b`)).toBe('live /b')
    expect(running.counts).toMatchObject({ played: 1, passedThrough: 1, missed: 0 })
    await running.close()
  })

  test('is recorded in a file, and from then on replayed', async ({
    server,
    replay,
    cassettePath,
  }) => {
    const running = await replay(cassetteOf(recorded(`${server.url}/a`, { body: 'recorded' })), {
      onMiss: 'record',
      cassette: cassettePath,
      env: {},
    })
    const ask = (path: string) => textAt(running.url + path)

    expect([await ask('/a'), await ask('/b'), await ask('/b')]).toEqual(['recorded', 'ok', 'ok'])
    expect(server.seen).toHaveLength(1)
    await running.close()
    const urls = loadCassette(cassettePath).interactions.map(({ request }) => request.url)
    expect(urls).toEqual([`${server.url}/b`])
  })

  test('is recorded by the next server, where one did not start', async ({
    replay,
    cassettePath,
  }) => {
    const played = cassetteOf(recorded('https://api.test/a'))
    const options = { onMiss: 'record', cassette: cassettePath, env: {} } as const

    await expect(startReplayServer(played, { ...options, faults: ['none'] })).rejects.toThrow(
      'faults is "none"',
    )
    await expect(replay(played, options)).resolves.toMatchObject({ counts: { missed: 0 } })
  })

  test('may be recorded in the very file that is played', async ({
    server,
    replay,
    cassettePath,
  }) => {
    await writeFile(cassettePath, fileOf(recorded(`${server.url}/a`, { body: 'recorded' })))
    const running = await replay(cassettePath, {
      onMiss: 'record',
      cassette: cassettePath,
      env: {},
    })
    await textAt(`${running.url}/b`)
    await running.close()

    const { interactions } = loadCassette(cassettePath)
    expect(interactions.map(({ request }) => request.url)).toEqual([
      `${server.url}/a`,
      `${server.url}/b`,
    ])
    expect(running.counts.unused).toBe(1)
  })

  test('is never sent to a host that only the client names', async ({ server, replay }) => {
    const running = await replay(cassetteOf(recorded('https://api.test/a')), {
      onMiss: 'passthrough',
    })
    const { host } = new URL(server.url)

    const told = await fetch(`${running.url}/b`, { headers: { 'x-wiretape-upstream': host } })
    const based = await fetch(`${running.url}/__wiretape/to/${host}/b`)

    expect([told.status, based.status]).toEqual([424, 424])
    expect(server.seen).toEqual([])
  })

  test('is not sent where it is not said to which of several hosts', async ({ server, replay }) => {
    const running = await replay(
      cassetteOf(recorded(`${server.url}/a`), recorded('https://api.test/b')),
      { onMiss: 'passthrough' },
    )

    const response = await fetch(`${running.url}/c`)

    expect(response.status).toBe(424)
    expect(await response.json()).toMatchObject({
      error: { origins: [server.url, 'https://api.test'] },
    })
    const told = { 'x-wiretape-upstream': new URL(server.url).host }
    expect(await textAt(`${running.url}/c`, told)).toBe('ok')
  })

  test.for([
    [{ onMiss: 'record' }, 'no file is given'],
    [{ onMiss: 'passthrough' }, 'no host is known'],
    [{ onMiss: 'explode' }, 'onMiss is "explode"'],
  ] as const)(
    '%o of an empty cassette is refused where it was passed',
    async ([options, message]) => {
      await expect(startReplayServer(cassetteOf(), options as object)).rejects.toThrow(message)
    },
  )
})
