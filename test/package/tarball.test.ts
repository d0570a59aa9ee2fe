import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Stranger, entryPoints, installAsStranger, root, sizeOf } from './stranger.ts'

let stranger: Stranger

beforeAll(async () => {
  stranger = await installAsStranger()
})

afterAll(() => stranger.leave())

test('npm install -D wiretape brings at most 32 packages and 12 MB', async () => {
  const lock = await readFile(join(stranger.folder, 'node_modules/.package-lock.json'), 'utf8')
  const { packages } = JSON.parse(lock) as { readonly packages: Record<string, unknown> }

  expect(Object.keys(packages).length).toBeLessThanOrEqual(32)
  expect(await sizeOf(join(stranger.folder, 'node_modules'))).toBeLessThanOrEqual(12_000_000)
})

test('no package it brings runs a script when it is installed', async () => {
  const lock = await readFile(join(stranger.folder, 'node_modules/.package-lock.json'), 'utf8')

  expect(lock).not.toContain('hasInstallScript')
})

test('the package holds what is run and read, and nothing else', async () => {
  const { stdout } = await stranger.run('npm', 'pack', '--dry-run', '--json', root)

  const [{ files }] = JSON.parse(stdout) as [{ readonly files: { readonly path: string }[] }]
  const places = new Set(files.map(({ path }) => path.split('/')[0]))
  expect(places).toEqual(
    new Set(['bin', 'cassettes', 'dist', 'package.json', 'README.md', 'CHANGELOG.md', 'LICENSE']),
  )
})

test('every entry point can be imported', async () => {
  const entries = entryPoints(stranger.manifest)
  const peers = Object.keys(stranger.manifest.peerDependencies ?? {})
  const theirs = entries.filter((entry) => peers.some((peer) => entry.split('/')[1] === peer))
  const others = [...theirs, 'wiretape/register']

  for (const entry of entries.filter((each) => !others.includes(each))) {
    const { stdout } = await stranger.runProbe('names', entry)
    expect({ entry, names: JSON.parse(stdout) as string[] }).not.toEqual({ entry, names: [] })
  }
})

test.for(['-r', '--import'])('a program begins behind %s wiretape/register', async (flag) => {
  const program = ['node', flag, 'wiretape/register', '-p', '`began`']

  const { stdout, stderr } = await stranger.run('env', 'WIRETAPE_CASSETTE=x.yaml', ...program)

  expect([stdout, stderr]).toEqual(['began\n', ''])
})

test('the command says its version and shows the whole round', async () => {
  const { stdout } = await stranger.run('npx', 'wiretape', '--version')
  await stranger.run('npx', 'wiretape', 'demo')

  expect(stdout.trim()).toBe(stranger.manifest.version)
})

test('importing wiretape loads none of its heavy dependencies', async () => {
  const { stdout } = await stranger.runProbe('loaded')

  const packages = stdout.matchAll(/\/node_modules\/((?:@[^/]+\/)?[^/]+)\//g)
  const loaded = new Set([...packages].map(([, name]) => name))
  expect(loaded).toEqual(new Set(['wiretape', 'eventsource-parser']))
})

test('importing wiretape adds no listener and changes nothing of Node', async () => {
  const { stdout } = await stranger.runProbe('changed')

  expect(JSON.parse(stdout)).toEqual({ changed: [], channels: [], listeners: 0 })
})

// Last, for it installs more into the project.
test('a stranger with vitest has cassettes in tests', async () => {
  await stranger.run('npm', 'install', '--no-audit', '--no-fund', 'vitest@4')

  const { stdout } = await stranger.run('npx', 'vitest', 'run', 'replays.test.mjs')

  expect(stdout).toContain('1 passed')
})
