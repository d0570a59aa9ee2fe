import { spawnSync } from 'node:child_process'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { partialOf } from '../../src/engine/journal.ts'
import { Recorder } from '../../src/engine/recorder.ts'
import { Bin, runBin } from '../cli/bin.ts'
import { run } from '../cli/run.ts'
import { record } from '../support/drive.ts'
import { loadCassette } from '../support/load-cassette.ts'
import { test } from '../support/test.ts'

const bin = fileURLToPath(new URL('../../bin/wiretape.js', import.meta.url))
const mayMount = process.platform === 'linux' && spawnSync('unshare', ['-rm', 'true']).status === 0

/** A shell that prepares, then becomes the wrapped Node: a limit or a mount is for it alone. */
function prepared(preparation: string, file: string): readonly string[] {
  return ['sh', '-c', `${preparation} && exec "$@"`, file, process.execPath, bin]
}

async function makeOld(file: string): Promise<Buffer> {
  const recorder = await Recorder.open(file, { mode: 'record', env: {} })
  record(recorder, { url: 'http://before.test/old' }, { body: 'what was there before' })
  await recorder.stop()
  return readFile(file)
}

test('a full disk loses nothing: the answer goes on, further requests are refused, all that fitted is recovered', async ({
  server,
  cassettePath,
}) => {
  const old = await makeOld(cassettePath)
  server.reply((request, response) =>
    response.end(request.url === '/large' ? 'x'.repeat(200_000) : 'ok'),
  )
  const argv = ['record', '-c', cassettePath, '--upstream', server.url]
  // Files end at 32 KiB there.
  const limited = new Bin(argv, {}, prepared('ulimit -f 64', cassettePath))
  const url = await limited.url()
  const ask = async (path: string): Promise<readonly [number, number]> => {
    const response = await fetch(`${url}${path}`)
    return [response.status, (await response.text()).length]
  }

  expect(await ask('/a')).toEqual([200, 2])
  expect(await ask('/large')).toEqual([200, 200_000])
  expect((await ask('/b'))[0]).toBe(424)
  const { code, stderr } = await limited.end()

  expect(code).toBe(3)
  expect(stderr).toContain(`Cannot write ${partialOf(cassettePath)}: EFBIG.`)
  expect(await readFile(cassettePath)).toEqual(old)
  const recovered = await run(['recover', cassettePath])
  expect(recovered.stdout).toBe(`${cassettePath}: 1 interaction added, 2 in all\n`)
})

test.skipIf(!mayMount)(
  'in a read-only folder the answer goes on, and the end says why',
  async ({ server, folder, cassettePath }) => {
    const old = await makeOld(cassettePath)
    const mounts = `mount --bind "${folder}" "${folder}" && mount -o remount,ro,bind "${folder}"`
    const argv = ['record', '-c', cassettePath, '--upstream', server.url]
    const locked = new Bin(argv, {}, ['unshare', '-rm', ...prepared(mounts, cassettePath)])

    const response = await fetch(await locked.url())

    expect(await response.text()).toBe('ok')
    const { code, stderr } = await locked.end()
    expect(code).toBe(3)
    expect(stderr).toContain(
      `Cannot write ${partialOf(cassettePath)}: EROFS.\nThe disk is read-only.\n`,
    )
    expect(await readFile(cassettePath)).toEqual(old)
  },
)

test('a cassette that is replaced from outside stays, and what was recorded can be added to it', async ({
  server,
  cassettePath,
}) => {
  await makeOld(cassettePath)
  const argv = ['record', '-c', cassettePath, '--upstream', server.url, '--mode', 'new-episodes']
  const recording = new Bin(argv)
  await (await fetch(`${await recording.url()}/new`)).text()
  await writeFile(cassettePath, '---\nversion: 2\ninteractions: []\n')

  const { code, stderr } = await recording.end()

  expect(code).toBe(3)
  expect(stderr).toContain(`${cassettePath} was changed by somebody else`)
  expect(loadCassette(cassettePath).interactions).toEqual([])
  await run(['recover', cassettePath])
  const [added] = loadCassette(cassettePath).interactions
  expect(added?.request.url).toBe(`${server.url}/new`)
})

test('of two recorders at once the second is refused, the first goes on', async ({
  server,
  cassettePath,
}) => {
  const argv = ['record', '-c', cassettePath, '--upstream', server.url]
  const first = new Bin(argv)
  const url = await first.url()
  await (await fetch(url)).text()

  const second = await runBin(argv)

  expect(second.code).toBe(3)
  expect(second.stderr).toContain(`Another recorder is recording to ${cassettePath}.`)
  expect((await first.end()).code).toBe(0)
  expect(loadCassette(cassettePath).interactions).toHaveLength(1)
  await expect(stat(partialOf(cassettePath))).rejects.toThrow('ENOENT')
})
