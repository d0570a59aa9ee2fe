import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** The built command, for Node. */
export const bin: string = fileURLToPath(new URL('../../bin/wiretape.js', import.meta.url))

/** How a run of the built command ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The built command, in a process of its own. */
export class Bin {
  readonly process: ChildProcess
  readonly #ended: Promise<Ended>
  #stdout = ''
  #stderr = ''
  #onOutput: (() => void) | undefined

  /**
   * @param env - Set besides the environment of the tests, which is without CI and modes.
   * @param program - What is run with those arguments, where it is not the command itself.
   */
  constructor(
    argv: readonly string[],
    env: NodeJS.ProcessEnv = {},
    [program = '', ...first]: readonly string[] = [process.execPath, bin],
  ) {
    const { CI: _ci, WIRETAPE_MODE: _mode, ...inherited } = process.env
    this.process = spawn(program, [...first, ...argv], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...inherited, ...env },
    })
    onTestFinished(() => void this.process.kill('SIGKILL'))
    this.process.stdout?.on('data', (piece: Buffer) => this.#take('out', piece))
    this.process.stderr?.on('data', (piece: Buffer) => this.#take('err', piece))
    this.#ended = once(this.process, 'close').then(([code]) => ({
      code: code as number | null,
      stdout: this.#stdout,
      stderr: this.#stderr,
    }))
  }

  /** The first line of stdout. @throws with what was printed where it ended before. */
  async firstLine(): Promise<string> {
    while (!this.#stdout.includes('\n')) await this.#more()
    return this.#stdout.slice(0, this.#stdout.indexOf('\n'))
  }

  /** Where it listens, once it does. */
  async url(): Promise<string> {
    const line = await this.firstLine()
    const url = /^listening on (https?:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1]
    if (url === undefined) throw new Error(`It does not listen: ${line}\n${this.#stderr}`)
    return url
  }

  /** Waits until it has printed something on stdout or stderr. */
  async printed(text: string): Promise<void> {
    while (!this.#stdout.includes(text) && !this.#stderr.includes(text)) await this.#more()
  }

  /** What it has printed on stderr so far. */
  get stderr(): string {
    return this.#stderr
  }

  ended(): Promise<Ended> {
    return this.#ended
  }

  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.process.kill(signal)
    return this.#ended
  }

  #take(name: 'out' | 'err', piece: Buffer): void {
    if (name === 'out') this.#stdout += piece.toString()
    else this.#stderr += piece.toString()
    this.#onOutput?.()
  }

  async #more(): Promise<void> {
    const output = new Promise<void>((resolve) => (this.#onOutput = resolve))
    const ended = this.#ended.then(({ stdout, stderr }) => {
      throw new Error(`It ended before it was to:\n${stdout}\n${stderr}`)
    })
    await Promise.race([output, ended])
  }
}

/** A command to wrap: Node with a script and arguments for it. */
export function node(script: string, ...args: readonly string[]): readonly string[] {
  return [process.execPath, '--input-type=module', '-e', script, '--', ...args]
}

/** Runs the built command to its end. */
export function runBin(argv: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Bin(argv, env).ended()
}
