import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import * as undici from 'undici'
import { describe, expect } from 'vitest'
import { Recorder, withCassette } from '../../../src/index.ts'
import { loadCassette } from '../../support/load-cassette.ts'
import { test as base } from '../../support/test.ts'

/** A copy of undici that a bundler has put into a program: nobody can find its modules. */
const test = base.extend<{ bundled: typeof undici }>({
  bundled: async ({ folder }, use) => {
    const outfile = join(folder, 'program.cjs')
    const stdin = {
      contents: "module.exports = require('undici')",
      resolveDir: import.meta.dirname,
    }
    await build({ stdin, outfile, bundle: true, minify: true, platform: 'node', logLevel: 'error' })
    const program = (await import(pathToFileURL(outfile).href)) as { default: typeof undici }
    await use(program.default)
  },
})

// By its address: there is none to check the types of before it is built.
const built = new URL('../../../dist/index.js', import.meta.url).href
const fresh = { env: {}, mode: 'record' } as const

describe('a copy of undici inside a bundle', () => {
  test('is recorded and replayed, if its client is made while a recorder watches', async ({
    server,
    cassettePath,
    bundled,
  }) => {
    const ask = () =>
      withCassette(cassettePath, { env: {} }, async () => {
        const dispatcher = new bundled.Agent()
        const { body } = await bundled.request(server.url, { dispatcher })
        const text = await body.text()
        await dispatcher.close()
        return text
      })
    const live = await ask()
    await server.stop()

    expect(loadCassette(cassettePath).interactions).toHaveLength(1)
    expect(await ask()).toBe(live)
  })

  test('is stopped before a byte is sent, if it was in use before', async ({
    server,
    cassettePath,
    bundled,
  }) => {
    const client = new bundled.Client(server.url)
    const ask = async () => (await client.request({ path: '/', method: 'GET' })).body.text()
    await ask()
    const recorder = await Recorder.open(cassettePath, fresh)
    recorder.install()

    await expect(ask()).rejects.toMatchObject({ code: 'TAP_FAILED' })
    await expect(recorder.stop()).rejects.toMatchObject({ code: 'TAP_FAILED' })
    expect(await ask()).toBe('ok')
    expect(server.seen).toHaveLength(2)
    await client.close()
  })
})

// As two versions of wiretape in one process are: this one, and the one that was built.
describe('two copies of wiretape', () => {
  test('record a request once, each for its own scope', async ({ server, folder }) => {
    const other = (await import(built)) as typeof import('../../../src/index.ts')
    const files = ['ours', 'theirs'].map((name) => join(folder, `${name}.yaml`)) as [string, string]
    const ask = (path: string) => async () => {
      await (await fetch(server.url + path)).text()
      await (await undici.request(server.url + path)).body.text()
    }
    await Promise.all([
      withCassette(files[0], fresh, ask('/ours')),
      other.withCassette(files[1], fresh, ask('/theirs')),
    ])

    const urls = files.map((file) =>
      loadCassette(file).interactions.map(({ request }) => request.url),
    )
    expect(urls).toEqual([
      [`${server.url}/ours`, `${server.url}/ours`],
      [`${server.url}/theirs`, `${server.url}/theirs`],
    ])
  })
})

// It is there with the clients of newer Nodes; the fetch of Node 20 and 22 is undici 6 in itself.
describe.runIf(process.env['WIRETAPE_NEWER'] === '1')('undici 6 beside a newer one', () => {
  type Ask = (copy: typeof undici, url: string) => Promise<string>

  const ways: readonly (readonly [string, Ask])[] = [
    ['request', async (copy, url) => (await copy.request(url)).body.text()],
    ['fetch', async (copy, url) => (await copy.fetch(url)).text()],
    ['Client', async (copy, url) => textOf(new copy.Client(url))],
    ['Pool', async (copy, url) => textOf(new copy.Pool(url))],
    [
      'form',
      async (copy, url) => {
        const body = new copy.FormData()
        body.append('name', 'value')
        body.append('file', new Blob(['content']), 'a.txt')
        // The process's dispatcher is of undici 8, which knows its own forms alone.
        const dispatcher = new copy.Agent()
        const answer = await copy.request(url, { method: 'POST', body, dispatcher })
        const text = await answer.body.text()
        await dispatcher.close()
        return text
      },
    ],
  ]

  async function textOf(client: undici.Client | undici.Pool): Promise<string> {
    const { body } = await client.request({ path: '/', method: 'GET' })
    const text = await body.text()
    await client.close()
    return text
  }

  /** Loaded anew. */
  function load(): typeof undici {
    const require = createRequire(new URL('../../newer/package.json', import.meta.url))
    for (const file of Object.keys(require.cache)) {
      if (file.includes('undici-6')) Reflect.deleteProperty(require.cache, file)
    }
    return require('undici-6') as typeof undici
  }

  test.for(ways.flatMap((way) => [['before', ...way] as const, ['after', ...way] as const]))(
    'loaded %s a recorder watches, its %s is recorded and replayed',
    async ([when, , ask], { server, cassettePath }) => {
      server.reply((_request, response) => void response.end('six'))
      const before = load()
      const run = () =>
        withCassette(cassettePath, { env: {} }, () =>
          ask(when === 'before' ? before : load(), server.url),
        )
      expect(await run()).toBe('six')
      await server.stop()

      expect(loadCassette(cassettePath).interactions).toHaveLength(1)
      expect(await run()).toBe('six')
    },
  )
})
