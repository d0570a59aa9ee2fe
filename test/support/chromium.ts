import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

const browser = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
)

export interface Page {
  readonly origin: string
  /** Opens a page whose script is given. @returns what its `told` became */
  readonly run: (script: string) => Promise<unknown>
  /** Scripts beside the page, by path. */
  readonly scripts: Map<string, string>
}

interface Given {
  readonly folder: string
  readonly skip: (condition: boolean, note: string) => void
}

/** A fixture: a page in a real browser, where there is one. */
export async function openPage(
  { folder, skip }: Given,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  skip(browser === undefined, 'there is no Chromium: apt-get install chromium')
  let html = ''
  let tell = (_told: string): void => {}
  const scripts = new Map<string, string>()
  const server = createServer((request, response) => {
    if (request.method === 'POST') void text(request).then((told) => tell(told))
    const script = scripts.get(request.url ?? '')
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript')
    response.end(request.method === 'POST' ? '' : (script ?? html))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const run = async (script: string): Promise<unknown> => {
    html = `<!doctype html><script type="module">
      const told = await (async () => { ${script} })().catch((error) => String(error))
      await fetch('/', { method: 'POST', body: JSON.stringify(told) })
    </script>`
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run']
    const own = `--user-data-dir=${folder}/browser`
    const child = spawn(browser ?? '', [...flags, own, origin], { stdio: 'ignore', detached: true })
    const told = await new Promise<string>((resolve) => (tell = resolve))
    // All its processes.
    process.kill(-Number(child.pid), 'SIGKILL')
    await once(child, 'exit')
    return JSON.parse(told)
  }
  await use({ origin, run, scripts })
  server.closeAllConnections()
  server.close()
}
