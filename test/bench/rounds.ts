import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Row } from './row.ts'
import type { Told } from './subject-process.ts'

/** The figures of a subject, round by round: those of one round stand at one place in every subject of a row. */
export type Figures = Readonly<Record<string, readonly number[]>>

/**
 * Measures a row: each subject in a process of its own, and their rounds in turn.
 *
 * What disturbs a machine for a while disturbs all subjects of a round, so ratios are taken round by round.
 */
export async function measureRow(file: string, row: Row, isQuick: boolean): Promise<Figures> {
  const names = Object.keys(row.subjects)
  const figures: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]))
  const forks = isQuick ? 1 : (row.forks ?? 3)
  const rounds = isQuick ? 1 : (row.rounds ?? 15)
  for (let nth = 0; nth < forks; nth++) {
    const lanes = await openLanes(file, row, names)
    try {
      for (let round = 0; round < rounds; round++) {
        for (const name of turned(names, round)) figures[name]?.push(await lanes[name]!.round())
      }
    } finally {
      await Promise.all(Object.values(lanes).map((lane) => lane.end()))
    }
  }
  return figures
}

async function openLanes(
  file: string,
  row: Row,
  names: readonly string[],
): Promise<Record<string, Lane>> {
  const lanes: Record<string, Lane> = {}
  // One after the other: a subject that warms up would disturb those that do so beside it.
  for (const name of names) {
    const lane = (lanes[name] = new Lane(`${row.name}: ${name}`, [file, row.name, name]))
    await lane.ready()
  }
  return lanes
}

/** The process of one subject. */
class Lane {
  readonly #title: string
  readonly #child: ChildProcess

  constructor(title: string, args: readonly string[]) {
    this.#title = title
    const script = fileURLToPath(new URL('subject-process.js', import.meta.url))
    this.#child = fork(script, args, { execArgv: ['--expose-gc', '--no-warnings'] })
  }

  async ready(): Promise<void> {
    await this.#told()
  }

  async round(): Promise<number> {
    this.#child.send('round')
    const told = await this.#told()
    if (told.kind !== 'figure') throw new Error(`${this.#title}: told no figure`)
    return told.figure
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return
    this.#child.send('end')
    await once(this.#child, 'exit')
  }

  #told(): Promise<Told> {
    return new Promise((resolve, reject) => {
      const died = (): void => reject(new Error(`${this.#title}: its process ended`))
      this.#child.once('exit', died)
      this.#child.once('message', (told: Told) => {
        this.#child.off('exit', died)
        resolve(told)
      })
    })
  }
}

/** The order of the subjects in a round: another begins each time. */
function turned(names: readonly string[], round: number): readonly string[] {
  const first = round % names.length
  return [...names.slice(first), ...names.slice(0, first)]
}
