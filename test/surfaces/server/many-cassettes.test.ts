import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { startReplayServer } from '../../../src/surfaces/server.ts'
import { settled } from '../../support/manual-clock.ts'
import { cassetteOf, fileOf, recorded, textAt } from './recorded.ts'
import { test as base } from './servers.ts'

interface Folders {
  /** A folder with `a.yaml` (one, shared), `b/c.yml` (two, shared) and what is no cassette. */
  readonly cassettes: string
}

// vitest reads from the parameters what a fixture depends on.
const test = base.extend<Folders>({
  cassettes: async ({ folder }, use) => {
    const shared = (body: string) => recorded('https://api.test/shared', { body })
    await mkdir(join(folder, 'b'))
    await mkdir(join(folder, 'node_modules'))
    const a = fileOf(recorded('https://api.test/one', { body: 'one' }), shared('from a'))
    const c = fileOf(recorded('https://api.test/two', { body: 'two' }), shared('from c'))
    await writeFile(join(folder, 'a.yaml'), a)
    await writeFile(join(folder, 'b', 'c.yml'), c)
    await writeFile(join(folder, 'node_modules', 'x.yaml'), c)
    await writeFile(join(folder, 'notes.txt'), 'no cassette')
    await use(folder)
  },
})

describe('where cassettes come from', () => {
  test('a folder means all that are in it, one sequence in the order of their paths', async ({
    cassettes,
    replay,
  }) => {
    const server = await replay(cassettes)
    const shared = () => textAt(`${server.url}/shared`)

    expect(await textAt(`${server.url}/one`)).toBe('one')
    expect(await textAt(`${server.url}/two`)).toBe('two')
    expect([await shared(), await shared(), await shared()]).toEqual(['from a', 'from c', 'from c'])
    expect(server.cassettes).toEqual([
      { file: join(cassettes, 'a.yaml'), interactions: 2 },
      { file: join(cassettes, 'b', 'c.yml'), interactions: 2 },
    ])
  })

  test('a pattern means those that fit it', async ({ cassettes, replay }) => {
    const server = await replay(`${cassettes}/**/*.yml`)

    expect(server.cassettes.map(({ file }) => file)).toEqual([join(cassettes, 'b', 'c.yml')])
  })

  test('a file whose name looks like a pattern is itself', async ({ folder, replay }) => {
    const file = join(folder, 'a[1].yaml')
    await writeFile(file, fileOf(recorded('https://api.test/', { body: 'bracket' })))
    const server = await replay(file)

    expect(await textAt(server.url)).toBe('bracket')
  })

  test('a file that is meant twice is played once', async ({ cassettes, replay }) => {
    const server = await replay([join(cassettes, 'a.yaml'), cassettes])

    expect(server.cassettes).toHaveLength(2)
  })

  test('files and loaded cassettes go together', async ({ cassettes, replay }) => {
    const loaded = cassetteOf(recorded('https://api.test/three', { body: 'three' }))
    const server = await replay([join(cassettes, 'a.yaml'), loaded])

    expect(await textAt(`${server.url}/three`)).toBe('three')
    expect(await textAt(`${server.url}/one`)).toBe('one')
  })

  test('a link that leads out of the folder is not followed', async ({
    cassettes,
    folder,
    replay,
  }) => {
    const inner = join(folder, 'b')
    await symlink(join(cassettes, 'a.yaml'), join(inner, 'out.yaml'))
    const server = await replay(inner)

    expect(server.cassettes.map(({ file }) => file)).toEqual([join(inner, 'c.yml')])
  })

  test('a pattern that nothing fits is an error', async ({ cassettes }) => {
    await expect(startReplayServer(`${cassettes}/*.yam`)).rejects.toMatchObject({
      code: 'CASSETTE_NOT_FOUND',
    })
  })
})

describe('a bad file among good ones', () => {
  test('is reported, and the rest is served', async ({ cassettes, replay }) => {
    await writeFile(join(cassettes, 'bad.yaml'), 'no: cassette\n')
    const warnings: string[] = []
    const server = await replay(cassettes, { onWarning: (message) => warnings.push(message) })

    expect(await textAt(`${server.url}/two`)).toBe('two')
    expect(warnings).toEqual([expect.stringContaining('bad.yaml')])
    expect(server.broken).toHaveLength(1)
  })

  test('refuses to start where that is asked for', async ({ cassettes }) => {
    await writeFile(join(cassettes, 'bad.yaml'), 'no: cassette\n')

    await expect(startReplayServer(cassettes, { strict: true })).rejects.toMatchObject({
      code: 'CASSETTE_FORMAT',
    })
  })

  test('does not excuse one that is missing', async ({ cassettes }) => {
    const sources = [join(cassettes, 'a.yaml'), join(cassettes, 'none.yaml')]

    await expect(startReplayServer(sources)).rejects.toMatchObject({ code: 'CASSETTE_NOT_FOUND' })
  })
})

describe('x-wiretape-cassette', () => {
  test.for(['b/c.yml', 'b/c', 'c.yml', 'c'])(
    '%s limits a request to one of them',
    async (name, { cassettes, replay }) => {
      const { url } = await replay(cassettes)

      expect(await textAt(`${url}/shared`, { 'x-wiretape-cassette': name })).toBe('from c')
      expect(await textAt(`${url}/shared`)).toBe('from a')
    },
  )

  test('keeps to it, also where the next begins with what is asked for', async ({
    folder,
    replay,
  }) => {
    const [a, b] = [join(folder, 'a.yaml'), join(folder, 'b.yaml')]
    await writeFile(a, fileOf(recorded('https://api.test/one', { body: 'one' })))
    await writeFile(b, fileOf(recorded('https://api.test/two', { body: 'two' })))
    const { url } = await replay([a, b])

    expect(await textAt(`${url}/two`, { 'x-wiretape-cassette': 'a' })).toContain('wiretape_miss')
    expect(await textAt(`${url}/two`, { 'x-wiretape-cassette': 'b' })).toBe('two')
  })

  test('limits a session from then on', async ({ cassettes, replay }) => {
    const server = await replay(cassettes)
    const session = { 'x-wiretape-session': 's' }

    expect(await textAt(`${server.url}/shared`, { ...session, 'x-wiretape-cassette': 'c' })).toBe(
      'from c',
    )
    expect(await textAt(`${server.url}/one`, session)).toContain('wiretape_miss')
    server.reset('s')
    expect(await textAt(`${server.url}/one`, session)).toBe('one')
  })

  test('that names none is refused with those that there are', async ({ cassettes, replay }) => {
    const { url } = await replay(cassettes)

    const response = await fetch(`${url}/one`, { headers: { 'x-wiretape-cassette': '../a' } })

    expect(response.status).toBe(400)
    expect(await response.text()).toMatch(/UNKNOWN_CASSETTE/)
  })

  test('is a whole path rather than the end of one, and never one of several', async ({
    cassettes,
    replay,
  }) => {
    const other = fileOf(recorded('https://api.test/one', { body: 'other' }))
    for (const name of ['a', 'd']) await writeFile(join(cassettes, 'b', `${name}.yaml`), other)
    await writeFile(join(cassettes, 'b', 'd.yml'), other)
    const { url } = await replay(cassettes)
    const ask = (name: string) => textAt(`${url}/one`, { 'x-wiretape-cassette': name })

    expect(await ask('a')).toBe('one')
    expect(await ask('b/a')).toBe('other')
    expect(await ask('d')).toContain('UNKNOWN_CASSETTE')
  })
})

describe('sessions', () => {
  const job = cassetteOf(
    recorded('https://api.test/job', { body: 'pending' }),
    recorded('https://api.test/job', { body: 'done' }),
  )

  test('each plays the sequence from its beginning', async ({ replay }) => {
    const { url } = await replay(job)
    const ask = (session: string) => textAt(`${url}/job`, { 'x-wiretape-session': session })

    expect([await ask('a'), await ask('b'), await ask('a'), await ask('b')]).toEqual([
      'pending',
      'pending',
      'done',
      'done',
    ])
  })

  test('another header may name them', async ({ replay }) => {
    const { url } = await replay(job, { sessionHeader: 'X-Test-Id' })
    const ask = (session: string) => textAt(`${url}/job`, { 'x-test-id': session })

    expect([await ask('a'), await ask('b')]).toEqual(['pending', 'pending'])
  })

  test('a name is not longer than 128 characters', async ({ replay }) => {
    const { url } = await replay(job)

    const response = await fetch(`${url}/job`, {
      headers: { 'x-wiretape-session': 'x'.repeat(129) },
    })

    expect(response.status).toBe(400)
  })
})

describe('watch', () => {
  test('what changes, comes or goes is played anew', async ({ cassettes, replay }) => {
    const server = await replay(cassettes, { watch: true })
    const file = join(cassettes, 'a.yaml')

    await writeFile(file, fileOf(recorded('https://api.test/one', { body: 'changed' })))
    await until(async () => (await textAt(`${server.url}/one`)) === 'changed')
    await writeFile(
      join(cassettes, 'new.yaml'),
      fileOf(recorded('https://api.test/new', { body: 'new' })),
    )
    await until(async () => (await textAt(`${server.url}/new`)) === 'new')
    await rm(file)
    await until(async () => (await fetch(`${server.url}/one`)).status === 424)

    expect(await textAt(`${server.url}/two`)).toBe('two')
  })

  test('a file that breaks is reported, and the others are served', async ({
    cassettes,
    replay,
  }) => {
    const warnings: string[] = []
    const onWarning = (message: string) => void warnings.push(message)
    const { url } = await replay(cassettes, { watch: true, onWarning })

    await writeFile(join(cassettes, 'a.yaml'), 'version: 99\n')
    await until(() => warnings.length > 0)

    expect(warnings[0]).toContain('a.yaml')
    expect(await textAt(`${url}/two`)).toBe('two')
  })

  test('where nothing is left to play, what was there goes on', async ({ folder, replay }) => {
    const file = join(folder, 'only.yaml')
    await writeFile(file, fileOf(recorded('https://api.test/', { body: 'still here' })))
    const warnings: string[] = []
    const onWarning = (message: string) => void warnings.push(message)
    const { url } = await replay(file, { watch: true, onWarning })

    await rm(file)
    await until(() => warnings.length > 0)

    expect(await textAt(url)).toBe('still here')
  })
})

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await settled()
}
