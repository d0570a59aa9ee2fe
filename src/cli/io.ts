import { type Paint, paintWith } from '../core/match/explain/paint.ts'
import { exitCode } from '../surfaces/exit-codes.ts'
import { hasColour } from '../surfaces/has-colour.ts'

/** Somewhere to print. */
export interface Output {
  write(text: string): void
  readonly isTerminal: boolean
  /** The terminal's width; 100 where there is none. */
  readonly columns: number
  readonly hasColour: boolean
  readonly paint: Paint
}

/** What a command has of the world besides files and the network. */
export interface Io {
  /** Results. */
  readonly out: Output
  /** Everything else. */
  readonly err: Output
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The process's own streams and environment. */
export function processIo(): Io {
  const { env } = process
  return { out: outputOf(process.stdout, env), err: outputOf(process.stderr, env), env }
}

/** Prints a result as JSON. */
export function printJson({ out }: Io, data: unknown): void {
  out.write(`${JSON.stringify(data, undefined, 2)}\n`)
}

const widthOfNone = 100

/** A full disk, mostly. What goes to stderr is told nowhere else: a recording goes on without it. */
function failToWrite(stream: NodeJS.WriteStream, { code, message }: NodeJS.ErrnoException): void {
  if (stream !== process.stdout) return
  process.stderr.write(`wiretape: Cannot write to stdout: ${code ?? message}.\n`)
  process.once('exit', () => {
    if (process.exitCode === 0) process.exitCode = exitCode({ isCassetteBroken: true })
  })
}

function outputOf(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Output {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // `wiretape ls | head`: that nobody reads on is no failure of ours.
    if (error.code !== 'EPIPE') failToWrite(stream, error)
  })
  const isColoured = hasColour(stream, env)
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY,
    get columns() {
      return stream.columns > 0 ? stream.columns : widthOfNone
    },
    hasColour: isColoured,
    paint: paintWith(isColoured),
  }
}
