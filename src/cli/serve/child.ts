import { spawn } from 'node:child_process'
import type { Signals } from './signals.ts'

/** How a wrapped command ended. */
export interface ChildEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Why it never began. Its code is then that of shells: 127 where there is no such command, else 126. */
  readonly problem?: string
}

/**
 * Runs a command on our own stdin, stdout and stderr, and passes signals on to it.
 *
 * @param env - Its whole environment.
 */
export function runChild(
  [command = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  signals: Signals,
): Promise<ChildEnd> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env })
    const stopPassing = signals.onEach((signal) => {
      // Ctrl-C reaches everything on the terminal, the child too: it must not get it twice.
      if (!(isOnTerminal() && ofTheTerminal.has(signal))) child.kill(signal)
    })
    child.once('error', (error: NodeJS.ErrnoException) => {
      stopPassing()
      resolve(neverBegan(command, error))
    })
    child.once('exit', (code, signal) => {
      stopPassing()
      resolve({ code, signal })
    })
  })
}

const ofTheTerminal: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT', 'SIGHUP'])

function isOnTerminal(): boolean {
  return process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
}

function neverBegan(command: string, { code }: NodeJS.ErrnoException): ChildEnd {
  const name = JSON.stringify(command)
  if (code === 'ENOENT') {
    return { code: 127, signal: null, problem: `Cannot run ${name}: there is no such command.` }
  }
  const reason =
    code === 'EACCES' ? 'it is no program that you may run' : (code ?? 'it did not start')
  return { code: 126, signal: null, problem: `Cannot run ${name}: ${reason}.` }
}
