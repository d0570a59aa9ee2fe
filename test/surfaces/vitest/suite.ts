import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, vi } from 'vitest'
import { test as base } from '../../support/test.ts'

const repository = fileURLToPath(new URL('../../..', import.meta.url))

/** Whether the suites run under another vitest than this repository's: see test/proof.mjs. */
export const isOtherVitest: boolean = process.env['WIRETAPE_SUITE_VITEST'] !== undefined

/** How a run of vitest ended, and what a user read. */
export interface Run {
  readonly code: number | null
  /** stdout, then stderr: which of two pipes is read first changes from run to run. */
  readonly text: string
  readonly stderr: string
}

/** A project of its own in a temporary folder, in which the package is installed as a stranger would have it. */
export class Suite {
  readonly folder: string
  readonly env: Record<string, string> = {}

  constructor(folder: string) {
    this.folder = folder
    this.write({ 'package.json': '{ "type": "module", "private": true }', ...configured() })
  }

  /** Puts files there. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.folder, name)
      fs.mkdirSync(dirname(path), { recursive: true })
      fs.writeFileSync(path, text)
    }
  }

  remove(name: string): void {
    fs.rmSync(join(this.folder, name), { recursive: true })
  }

  read(name: string): string {
    return fs.readFileSync(join(this.folder, name), 'utf8')
  }

  /** The files under `cassettes`, sorted. */
  get cassettes(): readonly string[] {
    const folder = join(this.folder, 'cassettes')
    if (!fs.existsSync(folder)) return []
    return fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .sort()
  }

  /** Runs vitest as a user would, without a terminal. */
  async run(
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Run> {
    return this.node(join(this.folder, '../node_modules/vitest/vitest.mjs'), ['run', ...args], env)
  }

  /** Runs a script there. */
  async node(
    script: string,
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Run> {
    const child = spawn(process.env['WIRETAPE_SUITE_NODE'] ?? process.execPath, [script, ...args], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: withoutEmpty({ ...cleanEnvironment(), NO_COLOR: '1', ...this.env, ...env }),
    })
    const printed = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (printed.stdout += piece))
    child.stderr.setEncoding('utf8').on('data', (piece: string) => (printed.stderr += piece))
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, text: printed.stdout + printed.stderr, stderr: printed.stderr }
  }
}

/** A configuration with our plugin. */
export function configured(options = '', more = ''): Readonly<Record<string, string>> {
  const config = `
    import { wiretape } from 'wiretape/vitest'
    export default { plugins: [wiretape(${options})], test: { ${more} } }
  `
  return { 'vitest.config.js': config }
}

/** Ours is that of a test of vitest. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const ours =
    /^(?:CI|TEST|MODE|DEV|PROD|SSR|BASE_URL|NODE_ENV|NODE_OPTIONS|FORCE_TTY|FORCE_COLOR|WIRETAPE_.*|VITEST.*|TINYPOOL.*)$/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)))
}

/** An empty variable is one that is not set: for some, being there is all. */
function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
}

/** Installs the built package beside what this repository has installed. */
function install(folder: string): void {
  const modules = join(folder, 'node_modules')
  fs.mkdirSync(modules)
  // The suites are its workspaces: vite serves no file above the root of a workspace.
  fs.writeFileSync(join(folder, 'package.json'), '{ "private": true, "workspaces": ["*"] }')
  for (const name of fs.readdirSync(join(repository, 'node_modules'))) {
    if (!name.startsWith('.'))
      fs.symlinkSync(join(repository, 'node_modules', name), join(modules, name))
  }
  // npm run proof: other versions of vitest, installed elsewhere.
  const other = process.env['WIRETAPE_SUITE_VITEST']
  if (other !== undefined) {
    fs.rmSync(join(modules, 'vitest'))
    fs.symlinkSync(other, join(modules, 'vitest'))
  }
  for (const name of ['package.json', 'dist']) {
    fs.cpSync(join(repository, name), join(modules, 'wiretape', name), { recursive: true })
  }
}

interface Fixtures {
  readonly suite: Suite
}

/* oxlint-disable no-empty-pattern */

// Each runs vitest a few times.
vi.setConfig({ testTimeout: 90_000 })

let installed: string | undefined

afterAll(() => {
  if (installed !== undefined) fs.rmSync(installed, { recursive: true, force: true })
})

/** A test with a server and a suite of tests that may call it: its URL is `process.env.UPSTREAM` there. */
export const test = base.extend<Fixtures>({
  suite: async ({ server }, use) => {
    installed ??= fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'wiretape-suites-'))
    if (!fs.existsSync(join(installed, 'node_modules'))) install(installed)
    const suite = new Suite(fs.mkdtempSync(join(installed, 'suite-')))
    suite.env['UPSTREAM'] = server.url
    await use(suite)
    fs.rmSync(suite.folder, { recursive: true, force: true })
  },
})
