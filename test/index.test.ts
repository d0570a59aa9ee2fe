import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { WiretapeError } from '../src/index.ts'

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>
}

const promised: Readonly<Record<string, readonly string[]>> = {
  '.': [
    'Recorder',
    'withCassette',
    'recordedFetch',
    'loadCassette',
    'fixture',
    'parseCassette',
    'stringifyCassette',
    'writeCassette',
    'toRequest',
    'toResponse',
    'events',
  ],
  './undici': ['cassetteDispatcher'],
  './msw': ['cassetteHandlers'],
  './server': ['startReplayServer', 'startRecordingProxy'],
  './vitest': ['test', 'expect', 'fixture', 'useCassettes', 'wiretape'],
}

/** Imported for what it does. */
const acting = ['./vitest/setup', './register']

const errors = [
  'WiretapeError',
  'NoMatchError',
  'CassetteNotFoundError',
  'CassetteFormatError',
  'CassetteVersionError',
  'CassetteLockedError',
  'UnusedInteractionsError',
  'SecretFoundError',
  'TapError',
  'BodyNotKeptError',
]

test.each(Object.entries(promised))('%s gives what is promised of it', async (entry, names) => {
  const given = Object.keys(await importEntry(entry))

  expect(given).toEqual(expect.arrayContaining([...names]))
})

test('every entry point is promised something', () => {
  const code = Object.keys(manifest.exports).filter((entry) => entry !== './package.json')

  expect([...Object.keys(promised), ...acting].sort(inOrder)).toEqual(code.sort(inOrder))
})

test.each(errors)('%s is a WiretapeError that can be imported', async (name) => {
  const error = (await importEntry('.'))[name]

  expect(error).toBeInstanceOf(Function)
  expect(error === WiretapeError || WiretapeError.isPrototypeOf(error as object)).toBe(true)
})

function inOrder(one: string, other: string): number {
  return one < other ? -1 : 1
}

/** The source of an entry point: what package.json names is built from it. */
function importEntry(entry: string): Promise<Record<string, unknown>> {
  const target = manifest.exports[entry]
  if (target === undefined || typeof target === 'string') throw new Error(`No entry ${entry}`)
  const source = target.default.replace('./dist/', '../src/').replace(/\.js$/, '.ts')
  return import(source) as Promise<Record<string, unknown>>
}

// Node shows the line of what nobody has caught, and the package has no line breaks of its own.
test('an error of wrong use that nobody catches is not preceded by the whole package', () => {
  const index = new URL('../dist/index.js', import.meta.url).href
  const { stderr } = spawnSync(process.execPath, ['--input-type=module'], {
    input: `const { Recorder } = await import('${index}')
      await Recorder.open('a.yaml', { mode: 'wrong' })`,
    encoding: 'utf8',
  })

  expect(stderr).toContain('mode is "wrong", which is no mode.')
  expect(Math.max(...stderr.split('\n').map(({ length }) => length))).toBeLessThan(1_000)
})
