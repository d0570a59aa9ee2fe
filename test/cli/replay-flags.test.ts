import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { stringifyCassette } from '../../src/core/codec/write.ts'
import { eventStream, interaction } from '../support/interactions.ts'
import { test } from '../support/test.ts'
import { Bin, runBin } from './bin.ts'

const recorded = stringifyCassette({ version: 2, interactions: [interaction()] })

test('each answer is a line on stderr, for people or as JSON', async ({ cassettePath }) => {
  await writeFile(cassettePath, recorded)
  const lines = async (format: readonly string[]): Promise<string> => {
    const bin = new Bin(['replay', cassettePath, '--speed', 'instant', ...format])
    const url = await bin.url()
    await (await fetch(`${url}/v1`)).text()
    await (await fetch(`${url}/v2`)).text()
    return (await bin.end()).stderr
  }

  const pretty = await lines([])
  expect(pretty).toMatch(/^played {4}200 {2}GET \/v1 {2}2 B · \d+ ms · #0$/m)
  expect(pretty).toMatch(/^missed {4}424 {2}GET \/v2/m)
  const json = (await lines(['--log', 'json'])).split('\n').filter((line) => line.startsWith('{'))
  expect(json.map((line) => JSON.parse(line))).toMatchObject([
    { method: 'GET', target: '/v1', status: 200, outcome: 'played', bytes: 2, interaction: 0 },
    { method: 'GET', target: '/v2', status: 424, outcome: 'missed' },
  ])
  expect(await lines(['--log', 'off'])).not.toContain('GET /v1  ')
})

test('faults, misses, pages and sessions are as the flags say', async ({ cassettePath }) => {
  await writeFile(cassettePath, recorded)
  const flags =
    '--speed instant --repeats once --on-miss 404 --fault status:503 --fault-rate 0% ' +
    '--cors http://page.test --session-header x-run --grace 1s --ttft 1ms --jitter 10% ' +
    '--seed 7 --strict --watch'
  const bin = new Bin(['replay', cassettePath, ...flags.split(' ')])
  const url = await bin.url()
  const ask = (headers: Record<string, string>) => fetch(`${url}/v1`, { headers })

  const page = await ask({ origin: 'http://page.test', 'x-run': 'a' })
  expect(page.headers.get('access-control-allow-origin')).toBe('http://page.test')
  const failing = await ask({ 'x-wiretape-fault': 'status:429;retry-after=2', 'x-run': 'b' })
  expect([failing.status, failing.headers.get('retry-after')]).toEqual([429, '2'])
  expect((await ask({ 'x-run': 'a' })).status).toBe(404)
  expect((await ask({ 'x-run': 'c' })).status).toBe(200)
  expect((await bin.end()).code).toBe(4)
})

test('a pattern names cassettes, and a bad one among them is reported', async ({ folder }) => {
  await mkdir(join(folder, 'deep'))
  await writeFile(join(folder, 'deep', 'good.yaml'), recorded)
  await writeFile(join(folder, 'deep', 'bad.yaml'), 'no cassette')
  const bin = new Bin(['replay', join(folder, '**', '*.yaml'), '--speed', 'instant'])

  expect((await fetch(`${await bin.url()}/v1`)).status).toBe(200)
  expect(await bin.end()).toMatchObject({ code: 3, stderr: expect.stringContaining('bad.yaml') })
  const strict = await runBin(['replay', join(folder, 'deep'), '--strict'])
  expect(strict).toMatchObject({ code: 3, stdout: '' })
})

test.for([
  [['--cert', 'a.pem'], 'needs both, --cert and --key'],
  [['--cert', 'none.pem', '--key', 'none.pem'], 'There is no file none.pem'],
  [['--on-miss', 'record'], '--on-miss record needs a file'],
  [['--fault', 'explode'], 'which is no fault'],
  [['--fault-rate', '5%'], '--fault-rate says how often, and --fault what: give both'],
  [['--fault-rate', '200%'], 'It is a share like 5% or 0.05'],
  [['--on-miss', 'guess'], 'Allowed choices are error, 404, passthrough, record'],
] as const)('wrong flags are refused: %o', async ([flags, message], { cassettePath }) => {
  await writeFile(cassettePath, recorded)
  const ended = await runBin(['replay', cassettePath, ...flags])

  expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) })
})

test('a stream that is cut at the end is logged before the summary', async ({ cassettePath }) => {
  const endless = eventStream('data: 1\n\ndata: 2\n\n', {
    chunks: [
      { bytes: 9, at: 0 },
      { bytes: 9, at: 600e9 },
    ],
  })
  await writeFile(cassettePath, stringifyCassette({ version: 2, interactions: [endless] }))
  const bin = new Bin(['replay', cassettePath, '--grace', '0s'])
  const response = await fetch(`${await bin.url()}/v1`)
  await response.body?.getReader().read()

  const { stderr } = await bin.end()

  expect(stderr).toMatch(/GET \/v1 {2}9 B · \d+ ms · #0 · cut off\nwiretape: 1 played\n$/)
})
