import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import type { Output } from '../../src/cli/io.ts'
import { main } from '../../src/cli/main.ts'
import { paintWith } from '../../src/core/match/explain/paint.ts'
import { loadCassette } from '../support/load-cassette.ts'
import { test } from '../support/test.ts'
import { runBin } from './bin.ts'
import { run } from './run.ts'

test('the demo records, stops its service, replays, and proves that it was true', async () => {
  const { code, stdout, stderr } = await runBin(['demo'])

  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/1 {2}A service at http:\/\/127\.0\.0\.1:\d+ streams an answer/)
  expect(stdout).toContain('2  The service is stopped: ECONNREFUSED.')
  expect(stdout).toMatch(/✓ the same 1\.68 kB in the same \d+ chunks, byte for byte/)
  expect(stdout).toMatch(/✓ each within \d+\.\d ms of its time/)
  expect(stdout).toContain('✓ the key that the client sent is not in the file')
  const [, file = ''] = /npx wiretape show (.*)/.exec(stdout) ?? []
  expect(loadCassette(file).interactions).toHaveLength(1)
  await rm(dirname(file), { recursive: true })
})

test('a file of one’s own choice is written, and as JSON the times are exact', async ({
  folder,
}) => {
  const file = join(folder, 'answers/mine.yaml')

  const { code, stdout } = await runBin(['demo', '-c', file, '--json'], { CI: 'true' })

  expect(code).toBe(0)
  const proof = JSON.parse(stdout)
  expect(proof).toMatchObject({ cassette: file, isSame: true, isClose: true, keepsKey: false })
  expect(proof.rows.length).toBe(1 + chunksIn(file))
})

function chunksIn(file: string): number {
  const [{ response } = { response: undefined }] = loadCassette(file).interactions
  return response?.chunks?.filter(({ bytes }) => bytes > 0).length ?? 0
}

test('a replay that a busy machine makes late is played once more', async ({ folder }) => {
  const file = join(folder, 'answer.yaml')
  const paint = paintWith(false)
  let printed = ''
  const write = (text: string): void => {
    const isFirst = text.includes('The cassette answers.')
    printed += text
    // Longer than the demo allows.
    if (isFirst)
      setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400), 50)
  }
  const out: Output = { write, isTerminal: false, columns: 100, hasColour: false, paint }

  expect(await main(['demo', '-c', file], { out, err: out, env: {} })).toBe(0)
  expect(printed).toMatch(/woke it late. Once more:[^]*✓ each within/)
})

test('the demo overwrites nothing', async ({ folder }) => {
  const file = join(folder, 'notes.txt')
  await mkdir(folder, { recursive: true })
  await writeFile(file, 'mine')

  const { code, stderr } = await run(['demo', '-c', file])

  expect([code, stderr]).toEqual([
    2,
    `wiretape: ${file} exists, and the demo overwrites nothing.\nName another file.\n`,
  ])
  expect(await readFile(file, 'utf8')).toBe('mine')
})
