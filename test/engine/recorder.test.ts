import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import type { RecorderOptions } from '../../src/engine/options.ts'
import { Recorder } from '../../src/engine/recorder.ts'
import { stringifyCassette } from '../../src/core/codec/write.ts'
import type { Interaction } from '../../src/core/model.ts'
import { parseCassette } from '../../src/engine/parse-cassette.ts'
import { interaction } from '../support/interactions.ts'
import { record, replayed, requestTo } from '../support/drive.ts'
import { loadCassette } from '../support/load-cassette.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { test } from '../support/test.ts'

const open = (path: string, options: RecorderOptions = {}) =>
  Recorder.open(path, { env: {}, ...options })

async function recorded(path: string, urls: readonly string[]): Promise<void> {
  const recorder = await open(path)
  for (const [index, url] of urls.entries()) record(recorder, { url }, { body: `answer ${index}` })
  await recorder.stop()
}

describe('repeats', () => {
  const url = 'http://localhost/poll'

  test.for([
    ['once', ['answer 0', 'answer 1', undefined, undefined]],
    ['last', ['answer 0', 'answer 1', 'answer 1', 'answer 1']],
    ['any', ['answer 0', 'answer 0', 'answer 0', 'answer 0']],
  ] as const)('%s', async ([repeats, expected], { cassettePath }) => {
    await recorded(cassettePath, [url, url])
    const recorder = await open(cassettePath, { repeats })

    expect([1, 2, 3, 4].map(() => replayed(recorder, { url }))).toEqual(expected)
  })
})

describe('the file', () => {
  test('a run that recorded nothing writes nothing', async ({ cassettePath }) => {
    await (await open(cassettePath)).stop()

    expect(existsSync(cassettePath)).toBe(false)
  })

  test('record replaces what was there', async ({ cassettePath }) => {
    await recorded(cassettePath, ['http://localhost/old', 'http://localhost/older'])
    const recorder = await open(cassettePath, { mode: 'record' })
    record(recorder, { url: 'http://localhost/new' }, {})
    await recorder.stop()

    const urls = loadCassette(cassettePath).interactions.map(({ request }) => request.url)
    expect(urls).toEqual(['http://localhost/new'])
  })

  test('interactions stand in the order of their requests, not of their ends', async ({
    cassettePath,
  }) => {
    const recorder = await open(cassettePath)
    const endFirst = record(recorder, { url: 'http://localhost/1' }, { isOpen: true })
    const endSecond = record(recorder, { url: 'http://localhost/2' }, { isOpen: true })
    endSecond()
    endFirst()
    await recorder.stop()

    const { interactions } = loadCassette(cassettePath)
    expect(interactions.map(({ id, request }) => [id, request.url])).toEqual([
      [0, 'http://localhost/1'],
      [1, 'http://localhost/2'],
    ])
  })

  test('a new episode leaves the bytes of the others alone, also in a foreign dialect', async ({
    cassettePath,
  }) => {
    const before =
      '# mine\nversion: 2\ninteractions:\n    - id: 7\n      request:\n        url: http://localhost/a\n        method: GET\n      response:\n        body: "a"\n        code: 200\n        duration: 1ms\nx_more: kept\n'
    writeFileSync(cassettePath, before)
    const recorder = await open(cassettePath, { mode: 'new-episodes' })
    record(recorder, { url: 'http://localhost/b' }, { body: 'b' })
    await recorder.stop()

    const after = readFileSync(cassettePath, 'utf8')
    const [head = '', tail = ''] = before.split('x_more')
    expect(after.startsWith(head)).toBe(true)
    expect(after.endsWith(`x_more${tail}`)).toBe(true)
    expect(after).toContain('\n    - id: 8\n      request:\n')
    expect(loadCassette(cassettePath).interactions[1]!.response.body).toBe('b')
  })

  test('a symbolic link is written through', async ({ folder }) => {
    const target = join(folder, 'deep', 'real.yaml')
    const link = join(folder, 'link.yaml')
    symlinkSync(target, link)
    await recorded(link, ['http://localhost/'])

    expect(loadCassette(target).interactions).toHaveLength(1)
    expect(readFileSync(link)).toEqual(readFileSync(target))
  })

  test('a file that somebody replaced meanwhile stays as they left it', async ({
    cassettePath,
  }) => {
    await recorded(cassettePath, ['http://localhost/'])
    const recorder = await open(cassettePath, { mode: 'record' })
    record(recorder, { url: 'http://localhost/new' }, {})
    writeFileSync(cassettePath, 'theirs')

    await expect(recorder.stop()).rejects.toMatchObject({ code: 'CASSETTE_STORE' })
    expect(readFileSync(cassettePath, 'utf8')).toBe('theirs')
    expect(readFileSync(`${cassettePath}.partial`, 'utf8')).toContain('http://localhost/new')
  })

  test('discarding leaves the cassette as it was', async ({ cassettePath }) => {
    await recorded(cassettePath, ['http://localhost/'])
    const before = readFileSync(cassettePath)
    const recorder = await open(cassettePath, { mode: 'record' })
    record(recorder, { url: 'http://localhost/new' }, {})
    await recorder.stop({ discard: true })

    expect(readFileSync(cassettePath)).toEqual(before)
    expect(existsSync(`${cassettePath}.partial`)).toBe(false)
  })

  test.for(['once', 'record', 'replay'])(
    'a folder is refused in mode %s',
    async (mode, { folder }) => {
      await expect(open(folder, { mode })).rejects.toMatchObject({
        code: 'CASSETTE_NOT_FOUND',
        message: `${folder} is a folder, not a cassette.\nName one of its files.`,
      })
    },
  )

  test('a broken file is never taken for an absent one', async ({ cassettePath }) => {
    writeFileSync(cassettePath, 'version: 2\ninteractions: [')

    await expect(open(cassettePath)).rejects.toMatchObject({ code: 'CASSETTE_FORMAT' })
    expect(readFileSync(cassettePath, 'utf8')).toBe('version: 2\ninteractions: [')
  })
})

describe('a journal that a killed run left', () => {
  async function killedRun(path: string): Promise<void> {
    const recorder = await open(path, { mode: 'record' })
    record(recorder, { url: 'http://localhost/whole' }, { body: 'whole' })
    const partial = readFileSync(`${path}.partial`)
    await recorder.stop({ discard: true })
    writeFileSync(`${path}.partial`, Buffer.concat([partial, Buffer.from('- id: 1\n  req')]))
  }

  test('is taken in by once, which goes on as new-episodes', async ({ cassettePath }) => {
    await killedRun(cassettePath)
    const recorder = await open(cassettePath)

    expect(replayed(recorder, { url: 'http://localhost/whole' })).toBe('whole')
    record(recorder, { url: 'http://localhost/more' }, {})
    await recorder.stop()

    const urls = loadCassette(cassettePath).interactions.map(({ id, request }) => [id, request.url])
    expect(urls).toEqual([
      [0, 'http://localhost/whole'],
      [1, 'http://localhost/more'],
    ])
    expect(existsSync(`${cassettePath}.partial`)).toBe(false)
  })

  test('is saved by a run that recorded nothing itself', async ({ cassettePath }) => {
    await killedRun(cassettePath)
    await (await open(cassettePath)).stop()

    expect(loadCassette(cassettePath).interactions).toHaveLength(1)
  })

  test('goes once a run in mode record is saved', async ({ cassettePath, folder }) => {
    await killedRun(cassettePath)
    const recorder = await open(cassettePath, { mode: 'record' })
    record(recorder, { url: 'http://localhost/new' }, {})
    await recorder.stop()

    const urls = loadCassette(cassettePath).interactions.map(({ request }) => request.url)
    expect(urls).toEqual(['http://localhost/new'])
    expect(existsSync(join(folder, 'cassette.yaml.partial'))).toBe(false)
  })

  test('is put back by a run that is discarded', async ({ cassettePath }) => {
    await killedRun(cassettePath)
    const before = readFileSync(`${cassettePath}.partial`)
    const recorder = await open(cassettePath, { mode: 'record' })
    record(recorder, { url: 'http://localhost/new' }, {})
    await recorder.stop({ discard: true })

    expect(readFileSync(`${cassettePath}.partial`)).toEqual(before)
  })

  test('is left by a replay, which names the remedy', async ({ cassettePath }) => {
    await recorded(cassettePath, ['http://localhost/'])
    await killedRun(cassettePath)
    const warnings: string[] = []
    const recorder = await open(cassettePath, {
      mode: 'replay',
      onWarning: (message) => warnings.push(message),
    })
    await recorder.stop()

    expect(warnings).toEqual([
      `${cassettePath}.partial holds what a killed run recorded. ` +
        `\`wiretape recover ${cassettePath}\` adds it to the cassette.`,
    ])
    expect(existsSync(`${cassettePath}.partial`)).toBe(true)
  })
})

describe('the lock', () => {
  test('a second recorder that would save the same cassette is refused', async ({
    cassettePath,
    folder,
  }) => {
    const first = await open(cassettePath)
    const other = join(folder, '.', 'cassette.yaml')

    await expect(open(other)).rejects.toMatchObject({ code: 'CASSETTE_LOCKED' })
    await first.stop()
    await (await open(cassettePath)).stop()
  })

  test('readers need none', async ({ cassettePath }) => {
    await recorded(cassettePath, ['http://localhost/'])
    const first = await open(cassettePath)
    const second = await open(cassettePath)
    await Promise.all([first.stop(), second.stop()])
  })
})

test('a secret that is recognised only later is taken out of what was kept before', async ({
  cassettePath,
}) => {
  const secret = ['long', 'enough', 'opaque', '8f3k2'].join('-')
  const recorder = await open(cassettePath)
  record(
    recorder,
    { url: 'http://localhost/a' },
    { body: `here: ${secret}`, headers: [['content-type', 'text/event-stream']] },
  )
  record(recorder, { url: 'http://localhost/b' }, { body: 'nothing' })
  const headers = { Authorization: [`Bearer ${secret}`] }
  record(recorder, { url: 'http://localhost/c', headers }, {})
  await recorder.stop()

  expect(readFileSync(cassettePath, 'utf8')).not.toContain(secret)
  const bodies = loadCassette(cassettePath).interactions.map(({ response }) => response.body)
  expect(bodies).toEqual(['here: [REDACTED:1]', 'nothing', 'ok'])
})

describe('hooks', () => {
  test('beforeRecord changes what is kept, or drops it', async ({ cassettePath }) => {
    const recorder = await open(cassettePath, {
      beforeRecord: (interaction) =>
        interaction.request.url.endsWith('/drop')
          ? null
          : { ...interaction, response: { ...interaction.response, body: 'changed' } },
    })
    record(recorder, { url: 'http://localhost/drop' }, {})
    record(recorder, { url: 'http://localhost/keep' }, {})
    await recorder.stop()

    const bodies = loadCassette(cassettePath).interactions.map(({ response }) => response.body)
    expect(bodies).toEqual(['changed'])
    expect(recorder.counts.recorded).toBe(1)
  })

  test('what beforeRecord returns is redacted again', async ({ cassettePath }) => {
    const recorder = await open(cassettePath, {
      beforeRecord: (interaction) => ({
        ...interaction,
        response: { ...interaction.response, body: '{"password":"from the hook"}' },
      }),
    })
    record(recorder, { url: 'http://localhost/' }, {})
    await recorder.stop()

    expect(readFileSync(cassettePath, 'utf8')).not.toContain('from the hook')
  })

  test('beforeReplay changes what is played, never the cassette', async ({ cassettePath }) => {
    await recorded(cassettePath, ['http://localhost/'])
    const before = readFileSync(cassettePath)
    const recorder = await open(cassettePath, {
      beforeReplay: (interaction, request) => ({
        ...interaction,
        response: { ...interaction.response, body: `for ${request.method}` },
      }),
    })

    expect(replayed(recorder, { url: 'http://localhost/' })).toBe('for GET')
    await recorder.stop()
    expect(readFileSync(cassettePath)).toEqual(before)
  })

  test('beforeReplay sees what is played', async ({ cassettePath }) => {
    await recorded(cassettePath, ['http://localhost/'])
    const recorder = await open(cassettePath, {
      repeats: 'any',
      beforeReplay(interaction) {
        const { response } = interaction
        Object.assign(response, { body: `${String(response.body)}!` })
        return interaction
      },
    })

    const bodies = [1, 2].map(() => replayed(recorder, { url: 'http://localhost/' }))

    expect(bodies).toEqual(['answer 0!', 'answer 0!!'])
  })

  test('what a program sets in a cassette is played, whatever was played before', () => {
    const url = 'https://api.example.com/v1'
    const made = { version: 2, interactions: [interaction()] }
    const [given] = parseCassette(stringifyCassette(made)).interactions as [Interaction]
    const recorder = Recorder.of({ version: 2, interactions: [given] }, { repeats: 'any' })

    const bodies = ['one', 'two', 'three'].map((body) => {
      const played = replayed(recorder, { url })
      Object.assign(given.response, { body })
      return played
    })

    expect(bodies).toEqual(['{}', 'one', 'two'])
  })

  test('a hook that throws ends the recording, and stop() raises it', async ({ cassettePath }) => {
    const recorder = await open(cassettePath, {
      beforeRecord: () => {
        throw new RangeError('from the hook')
      },
    })
    record(recorder, { url: 'http://localhost/' }, {})

    expect(recorder.handle(asking('http://localhost/')).kind).toBe('refuse')
    await expect(recorder.stop()).rejects.toThrow('from the hook')
  })
})

describe('the end of a run', () => {
  test('a missing file is an error at the first request, not at opening', async ({
    cassettePath,
  }) => {
    const recorder = await open(cassettePath, { mode: 'replay' })
    const outcome = recorder.handle(asking('http://localhost/'))

    expect(outcome).toMatchObject({ kind: 'refuse', error: { code: 'CASSETTE_NOT_FOUND' } })
    await expect(recorder.stop()).rejects.toMatchObject({ code: 'CASSETTE_NOT_FOUND' })
  })

  test('retries of one request are one miss that counts its times', async ({ cassettePath }) => {
    await recorded(cassettePath, ['http://localhost/a'])
    const recorder = await open(cassettePath)
    for (const url of ['b', 'b', 'c']) recorder.handle(asking(`http://localhost/${url}`))

    expect(recorder.misses.map(({ times }) => times)).toEqual([2, 1])
    expect(recorder.counts.missed).toBe(3)
    await expect(recorder.stop()).rejects.toMatchObject({ code: 'NO_MATCH' })
  })

  test('a client that tries again and again is told of while it does, once', async ({
    cassettePath,
  }) => {
    await recorded(cassettePath, ['http://localhost/a'])
    const warnings: string[] = []
    const recorder = await open(cassettePath, { onWarning: (text) => void warnings.push(text) })
    const ask = (path: string) => recorder.handle(asking(`http://localhost/${path}`))

    for (const path of ['b', 'c', 'b', 'c']) ask(path)
    expect(warnings).toEqual([])
    for (const path of ['b', 'b', 'c', 'c']) ask(path)

    const [first] = recorder.misses
    expect(warnings).toEqual([
      `A request is refused for the third time: its client tries again.\n${first?.error.message}`,
    ])
    await expect(recorder.stop()).rejects.toMatchObject({ code: 'NO_MATCH' })
  })

  test('several misses are raised as one error that names them all', async ({ cassettePath }) => {
    await recorded(cassettePath, ['http://localhost/a'])
    const recorder = await open(cassettePath)
    for (let index = 0; index < 13; index++) recorder.handle(asking(`http://localhost/b${index}`))

    const error = await recorder.stop().catch((thrown: unknown) => thrown)
    const { message } = error as Error
    expect(error).toMatchObject({ code: 'NO_MATCH' })
    expect(message).toContain('13 requests were refused. The others:\n  GET http://localhost/b1\n')
    expect(message.endsWith('  and 2 more')).toBe(true)
  })

  test('unused interactions fail the run where that is asked for', async ({ cassettePath }) => {
    await recorded(cassettePath, ['http://localhost/a', 'http://localhost/b'])
    const recorder = await open(cassettePath, { unused: 'fail' })
    replayed(recorder, { url: 'http://localhost/a' })

    expect(recorder.counts.unused).toBe(1)
    await expect(recorder.stop()).rejects.toMatchObject({ code: 'UNUSED', unused: [1] })
  })

  test('or are warned of', async ({ cassettePath }) => {
    await recorded(cassettePath, ['http://localhost/a'])
    const warnings: string[] = []
    const onWarning = (message: string) => void warnings.push(message)
    await (await open(cassettePath, { unused: 'warn', onWarning })).stop()

    expect(warnings.join()).toContain('1 interaction was never played')
  })

  test('a request after the end is refused', async ({ cassettePath }) => {
    const recorder = await open(cassettePath)
    await recorder.stop()

    expect(recorder.handle(asking('http://localhost/'))).toMatchObject({
      kind: 'refuse',
      error: { code: 'RECORDER_STOPPED' },
    })
  })

  test.for<readonly [string, (recorder: Recorder) => Promise<void>]>([
    ['after', (recorder) => recorder.stop().then(() => recorder.stopSync())],
    [
      'in the middle of',
      (recorder) => {
        const stopped = recorder.stop()
        recorder.stopSync()
        return stopped
      },
    ],
    [
      'and again before',
      (recorder) => {
        recorder.stopSync()
        recorder.stopSync()
        return recorder.stop()
      },
    ],
  ])('it ends once, where it is stopped at once %s stop()', async ([, stop], { cassettePath }) => {
    const recorder = await open(cassettePath)
    record(recorder, { url: 'http://localhost/' }, {})

    await stop(recorder)

    expect(loadCassette(cassettePath).interactions).toHaveLength(1)
  })

  test('stopping twice is stopping once', async ({ cassettePath }) => {
    const recorder = await open(cassettePath)

    expect(recorder.stop()).toBe(recorder.stop())
  })
})

test.for([
  [{ repeats: 'twice' }, "repeats is \"twice\". It is one of 'once', 'last', 'any'."],
  [{ unused: 'no' }, "unused is \"no\". It is one of 'ignore', 'warn', 'fail'."],
  [{ speed: -1 }, "speed is -1. It is 'recorded', 'instant' or a number above 0."],
  [
    { maxBodyBytes: 1e12 },
    'maxBodyBytes is 1000000000000. It is a whole number of bytes, 268435456 (256 MiB) at most.',
  ],
  [{ passthrough: [1] }, 'passthrough holds 1. It holds hosts, RegExps and functions.'],
  [{ passthrough: 'localhost' }, 'passthrough is "localhost". It is a list.'],
  [
    { passthrough: ['http://localhost'] },
    `passthrough holds "http://localhost", which is no host. One is like 'example.com' or 'localhost:8080'.`,
  ],
  [{ beforeRecord: 'drop' }, 'beforeRecord is "drop". It is a function.'],
  [{ headers: 'minimum' }, "headers is \"minimum\". It is one of 'minimal', 'all'."],
  [{ keepHeaders: 'etag' }, 'keepHeaders is "etag". It is a list of names.'],
  [{ dropHeaders: [1] }, 'dropHeaders is [1]. It is a list of names.'],
] as const)(
  'a wrong option is refused where it was passed: %o',
  async ([options, message], { cassettePath }) => {
    await expect(open(cassettePath, options as never)).rejects.toThrow(new TypeError(message))
  },
)

test('a miss says the command that records the cassette, where it is given', async ({ folder }) => {
  const recordWith = 'npx vitest run -u test/chat.test.ts'
  const missing = await Recorder.open(join(folder, 'a.yaml'), { mode: 'replay', recordWith })
  const empty = Recorder.of({ version: 2, interactions: [] }, { recordWith })

  const messages = [missing, empty].map((recorder) => {
    const outcome = recorder.handle(requestTo({ url: 'http://localhost/' }))
    return outcome.kind === 'refuse' ? outcome.error.message : ''
  })

  expect(messages[0]).toMatch(new RegExp(`Record it: ${recordWith}$`))
  expect(messages[1]).toContain(`nothing was recorded yet: record it with ${recordWith}`)
})

test('an unknown mode is refused', async ({ cassettePath }) => {
  await expect(open(cassettePath, { mode: 'rewind' })).rejects.toThrow('mode is "rewind"')
})

test('a string, a pattern and a function let requests pass', async ({ cassettePath }) => {
  const recorder = await open(cassettePath, {
    passthrough: ['LocalHost', '127.0.0.1:81', /\/health$/g, ({ method }) => method === 'PATCH'],
  })
  const kinds = [
    'http://localhost:8080/',
    'http://127.0.0.1:81/',
    'http://127.0.0.1:82/',
    'http://a/health',
    'http://b/health',
  ].map((url) => recorder.handle(asking(url)).kind)

  expect(kinds).toEqual(['passthrough', 'passthrough', 'record', 'passthrough', 'passthrough'])
  expect(recorder.handle({ ...asking('http://a/'), method: 'PATCH' }).kind).toBe('passthrough')
  await recorder.stop({ discard: true })
})

test('what went past the taps is refused, but for what is let through', async ({
  cassettePath,
}) => {
  await recorded(cassettePath, ['http://localhost/'])
  const recorder = await open(cassettePath, { mode: 'replay', passthrough: ['localhost'] })
  const asking = (url: string) => ({ method: 'GET', url, headers: {}, body: undefined })

  expect(recorder.leak(asking('http://localhost/')).kind).toBe('passthrough')
  expect(recorder.leak(asking('http://example.com/')).kind).toBe('refuse')
  expect(recorder.counts).toMatchObject({ passedThrough: 1, missed: 1 })
})

test('a cassette in memory is replayed without a file', async ({ cassettePath }) => {
  await recorded(cassettePath, ['http://localhost/a'])
  const recorder = Recorder.of(loadCassette(cassettePath))

  expect(replayed(recorder, { url: 'http://localhost/a' })).toBe('answer 0')
  expect(recorder.mode).toBe('replay')
  await recorder.stop()
})

function asking(url: string) {
  return { method: 'GET', url, headers: {}, body: '' }
}

describe('jitter', () => {
  test('responses vary, each in its own manner, and the same again with the same seed', async ({
    cassettePath,
  }) => {
    const url = 'http://localhost/slow'
    await recorded(cassettePath, [url])
    const deadlines = async (seed: number) => {
      const clock = new ManualClock()
      const options = { speed: 'recorded', jitter: 0.5, seed, clock, repeats: 'any' } as const
      const recorder = await open(cassettePath, {
        ...options,
        beforeReplay: (one) => ({ ...one, response: { ...one.response, duration: 100e6 } }),
      })
      for (const _ of [1, 2, 3]) {
        const outcome = recorder.handle(requestTo({ url }))
        if (outcome.kind === 'replay') outcome.playback.start(nowhere)
      }
      return clock.deadlines
    }

    expect(await deadlines(1)).toEqual(await deadlines(1))
    expect(await deadlines(1)).not.toEqual(await deadlines(2))
    expect(new Set(await deadlines(1)).size).toBe(3)
  })
})

const nowhere = { head: () => {}, chunk: () => true, end: () => {}, fail: () => {} }
