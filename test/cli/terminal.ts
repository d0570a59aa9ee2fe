import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Bin } from './bin.ts'

const bin = fileURLToPath(new URL('../../bin/wiretape.js', import.meta.url))

// Runs its arguments on a terminal of its own, and passes on what they print there.
const script = `
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

/** Whether there can be a terminal: it takes Python. */
export const hasTerminal: boolean = spawnSync('python3', ['-c', 'import pty']).status === 0

/** The built command on a terminal of its own: what it prints there, on stdout and stderr alike, is its stdout. */
export function onTerminal(argv: readonly string[]): Bin {
  return new Bin(argv, { TERM: 'xterm' }, ['python3', '-c', script, process.execPath, bin])
}
