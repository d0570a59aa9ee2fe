import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const full = '/dev/full'
const seed = 'cassettes/simple_streaming.yaml'

/** Runs the built command with an output to which nothing can be written. */
async function run(redirected: string, ...argv: readonly string[]) {
  const line = `exec "$0" bin/wiretape.js "$@" ${redirected}`
  const child = spawn('sh', ['-c', line, process.execPath, ...argv])
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ])
  return { code, stdout, stderr }
}

test.skipIf(!existsSync(full))('a result that cannot be written is told in a line', async () => {
  expect(await run(`>${full}`, 'show', seed)).toEqual({
    code: 3,
    stdout: '',
    stderr: 'wiretape: Cannot write to stdout: ENOSPC.\n',
  })
})

test.skipIf(!existsSync(full))('a run goes on where its messages cannot be written', async () => {
  const ran = await run(`2>${full}`, 'replay', seed, '--', 'sh', '-c', 'echo done')

  expect(ran).toEqual({ code: 0, stdout: 'done\n', stderr: '' })
})
