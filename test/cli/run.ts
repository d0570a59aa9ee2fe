import { paintWith } from '../../src/core/match/explain/paint.ts'
import type { Io, Output } from '../../src/cli/io.ts'
import { main } from '../../src/cli/main.ts'

/** What a command printed, and its exit code. */
export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command in this process, as on a terminal of so many columns where `columns` is given. */
export async function run(
  argv: readonly string[],
  { columns, colour = false }: { columns?: number; colour?: boolean } = {},
): Promise<Ran> {
  const printed = { stdout: '', stderr: '' }
  const output = (name: keyof typeof printed): Output => ({
    write: (text) => void (printed[name] += text),
    isTerminal: columns !== undefined,
    columns: columns ?? 100,
    hasColour: colour,
    paint: paintWith(colour),
  })
  const io: Io = { out: output('stdout'), err: output('stderr'), env: {} }
  return { code: await main(argv, io), ...printed }
}
