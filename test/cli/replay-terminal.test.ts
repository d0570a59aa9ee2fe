import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { stringifyCassette } from '../../src/core/codec/write.ts'
import { interaction } from '../support/interactions.ts'
import { test } from '../support/test.ts'
import { Bin } from './bin.ts'

const bin = fileURLToPath(new URL('../../bin/wiretape.js', import.meta.url))
const recorded = stringifyCassette({ version: 2, interactions: [interaction()] })

// Runs its arguments on a terminal of its own, and passes on what they print there.
const onTerminal = `
import os, pty, signal, sys
pid, terminal = pty.fork()
if pid == 0: os.execvp(sys.argv[1], sys.argv[1:])
signal.signal(signal.SIGTERM, lambda *_: os.kill(pid, signal.SIGTERM))
while True:
    try: piece = os.read(terminal, 4096)
    except OSError: break
    if not piece: break
    os.write(1, piece)
os.waitpid(pid, 0)
`
const hasPython = spawnSync('python3', ['-c', 'import pty']).status === 0

async function printed(file: string, flags: readonly string[]): Promise<string> {
  const program = ['python3', '-c', onTerminal, process.execPath, bin]
  const argv = ['replay', file, '--speed', 'instant', ...flags]
  const running = new Bin(argv, { TERM: 'xterm' }, program)
  const url = /http:[^\s"]+/.exec(await running.firstLine())?.[0] ?? ''
  await (await fetch(`${url}/v1`)).text()
  await (await fetch(`${url}/v1`)).text()
  return (await running.end()).stdout
}

test.skipIf(!hasPython)(
  'on a terminal a line says how it goes, below the answers',
  async ({ cassettePath }) => {
    await writeFile(cassettePath, recorded)

    const text = await printed(cassettePath, [])

    expect(text).toContain('\r\u001b[K\u001b[2mwaiting for requests')
    expect(text).toMatch(/\r\u001b\[K\u001b\[32mplayed [^\r]*GET \/v1[^\r]*\r\n\u001b\[2m/)
    // It is gone before the summary.
    expect(text).toMatch(/\r\u001b\[K\u001b\[1mwiretape:\u001b\[22m 2 played\r\n$/)
  },
)

test.skipIf(!hasPython).for([['--log', 'json'], ['--quiet'], ['--json']])(
  'with %s there is none',
  async (flags, { cassettePath }) => {
    await writeFile(cassettePath, recorded)

    expect(await printed(cassettePath, flags)).not.toContain('\u001b[K')
  },
)
