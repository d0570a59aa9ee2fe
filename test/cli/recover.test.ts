import { readFile, stat, writeFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { loadCassette } from '../support/load-cassette.ts'
import { test } from '../support/test.ts'
import { Bin } from './bin.ts'
import { run } from './run.ts'

async function recordAndKill(
  cassette: string,
  upstream: string,
  paths: readonly string[],
  ...more: string[]
): Promise<void> {
  const bin = new Bin(['record', '-c', cassette, '--upstream', upstream, ...more])
  const url = await bin.url()
  for (const path of paths) await (await fetch(`${url}${path}`)).text()
  await bin.end('SIGKILL')
}

test('what a killed run recorded is added to its cassette', async ({ server, cassettePath }) => {
  await recordAndKill(cassettePath, server.url, ['/a', '/b'])

  const { code, stdout } = await run(['recover', cassettePath])

  expect([code, stdout]).toEqual([0, `${cassettePath}: 2 interactions added, 2 in all\n`])
  expect(loadCassette(cassettePath).interactions.map(({ id }) => id)).toEqual([0, 1])
  await expect(stat(`${cassettePath}.partial`)).rejects.toThrow('ENOENT')
})

test('whoever looks for the cassette of a killed run is told of it', async ({
  server,
  cassettePath,
}) => {
  await recordAndKill(cassettePath, server.url, ['/a'])

  for (const argv of [['show'], ['replay']]) {
    const { code, stderr } = await run([...argv, cassettePath])

    expect(code).toBe(3)
    expect(stderr).toContain(`There is no cassette ${cassettePath}, but ${cassettePath}.partial, `)
    expect(stderr).toContain(`Make the cassette of it: \`wiretape recover ${cassettePath}\`.\n`)
  }
})

test('the cassette that was there keeps what it has', async ({ server, cassettePath }) => {
  await recordAndKill(cassettePath, server.url, ['/a'])
  await run(['recover', cassettePath])
  const before = await readFile(cassettePath, 'utf8')
  await recordAndKill(cassettePath, server.url, ['/b'], '--mode', 'new-episodes')

  const { stdout } = await run(['recover', `${cassettePath}.partial`, '--json'])

  expect(JSON.parse(stdout)).toEqual({
    recovered: [{ file: cassettePath, added: 1, interactions: 2 }],
    broken: [],
  })
  expect(await readFile(cassettePath, 'utf8')).toContain(before.trimEnd())
})

test('a run that was killed before it had anything whole leaves nothing', async ({
  cassettePath,
}) => {
  await writeFile(`${cassettePath}.partial`, '---\nversion: 2\ninteractions:\n- id: 0\n  requ')

  const { code, stdout } = await run(['recover', cassettePath])

  expect([code, stdout]).toEqual([0, `${cassettePath}: nothing to recover\n`])
  await expect(stat(`${cassettePath}.partial`)).rejects.toThrow('ENOENT')
  await expect(stat(cassettePath)).rejects.toThrow('ENOENT')
})

test('a run that is still recording is left alone', async ({ server, cassettePath }) => {
  const bin = new Bin(['record', '-c', cassettePath, '--upstream', server.url])
  await (await fetch(await bin.url())).text()

  const { code, stderr } = await run(['recover', cassettePath])

  expect([code, stderr]).toEqual([3, expect.stringContaining('Another recorder is recording to')])
  await bin.end()
  expect(loadCassette(cassettePath).interactions).toHaveLength(1)
})

test('one that cannot be recovered does not keep the others from it', async ({ cassettePath }) => {
  const seed = 'cassettes/simple_streaming.yaml'

  const ran = await run(['recover', cassettePath, seed])

  expect(ran).toMatchObject({ code: 3, stdout: `${seed}: nothing to recover\n` })
  expect(ran.stderr).toContain(`There is no cassette ${cassettePath}.`)
})

test('a cassette without left-overs has nothing to recover, a missing one is told', async ({
  cassettePath,
}) => {
  const seed = 'cassettes/simple_streaming.yaml'

  expect(await run(['recover', seed])).toMatchObject({
    code: 0,
    stdout: `${seed}: nothing to recover\n`,
  })
  expect(await run(['recover', cassettePath])).toMatchObject({ code: 3, stdout: '' })
})
