import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect } from 'vitest'
import { stringifyCassette } from '../../src/core/codec/write.ts'
import type { Cassette } from '../../src/core/model.ts'
import { type Page, openPage } from '../support/chromium.ts'
import { eventStream } from '../support/interactions.ts'
import { test as base } from '../support/test.ts'
import { cassetteOf, recorded } from './server/recorded.ts'

const test = base.extend<{ readonly page: Page }>({ page: openPage })
const root = new URL('../..', import.meta.url).pathname

const absent = Object.fromEntries(
  ['process', 'Buffer', 'setImmediate'].flatMap((name) => [
    [name, 'undefined'],
    [`globalThis.${name}`, 'undefined'],
  ]),
)

/** A script as a bundler makes it for browsers: it stops at what only Node has. */
async function bundled(script: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: root },
    bundle: true,
    define: absent,
    platform: 'browser',
    format: 'esm',
    write: false,
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

const stream = eventStream('data: one\n\ndata: two\n\n')
const asJson = recorded(
  'https://api.example.com/posted',
  { body: '{"ok":true}' },
  {
    method: 'POST',
    body: '{"a":1}',
  },
)

function textOf(cassette: Cassette): string {
  return Buffer.from(stringifyCassette(cassette)).toString()
}

// Not as wiretape lays it out: the general reader is needed, and `yaml` with it.
const byHand = textOf(cassetteOf(stream, asJson)).replace('version: 2', '# by hand\n"version": 2')

test('wiretape/msw in a bundle for browsers needs nothing of Node', async ({ folder }) => {
  const script = await bundled(`
    import { getResponse } from 'msw'
    import { cassetteHandlers } from 'wiretape/msw'
    const handlers = cassetteHandlers(${JSON.stringify(byHand)}, { speed: 20 })
    const ask = (url, init) => getResponse(handlers, new Request(url, init))
    const chunks = []
    const decoder = new TextDecoder()
    for await (const chunk of (await ask('https://api.example.com/v1')).body) chunks.push(decoder.decode(chunk))
    const posted = await ask('https://api.example.com/posted', { method: 'POST', body: '{ "a": 1 }' })
    const missed = await ask('https://api.example.com/none')
    console.log(JSON.stringify([chunks, await posted.json(), missed ?? 'missed']))`)
  // Msw wants a place for cookies, as a page has it.
  const asPage = 'globalThis.localStorage = { getItem: () => null, setItem: () => {} }\n'

  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module'], {
    cwd: folder,
    input: asPage + script,
    encoding: 'utf8',
  })

  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual([['data: one\n\n', 'data: two\n\n'], { ok: true }, 'missed'])
})

test(
  'setupWorker in a browser answers from a cassette, beside handlers of the page',
  { timeout: 60_000 },
  async ({ page }) => {
    const msw = join(createRequire(import.meta.url).resolve('msw/package.json'), '..')
    page.scripts.set(
      '/mockServiceWorker.js',
      readFileSync(join(msw, 'lib/mockServiceWorker.js'), 'utf8'),
    )
    page.scripts.set(
      '/bundle.js',
      await bundled(`
        import { http, HttpResponse } from 'msw'
        import { setupWorker } from 'msw/browser'
        import { cassetteHandlers } from 'wiretape/msw'
        export { http, HttpResponse, setupWorker, cassetteHandlers }`),
    )

    const told = await page.run(`
      const { http, HttpResponse, setupWorker, cassetteHandlers } = await import('/bundle.js')
      const mine = http.get('https://api.example.com/mine', () => HttpResponse.text('mine'))
      const worker = setupWorker(...cassetteHandlers(${JSON.stringify(byHand)}), mine)
      await worker.start({ quiet: true, onUnhandledRequest: 'bypass' })
      const streamed = await fetch('https://api.example.com/v1')
      const text = await streamed.text()
      const posted = await fetch('https://api.example.com/posted', { method: 'POST', body: '{ "a": 1 }' })
      const own = await fetch('https://api.example.com/mine')
      return [streamed.status, streamed.headers.get('content-type'), text, await posted.json(), await own.text()]`)

    expect(told).toEqual([
      200,
      'text/event-stream',
      'data: one\n\ndata: two\n\n',
      { ok: true },
      'mine',
    ])
  },
)
