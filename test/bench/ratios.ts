import type { Row, Target } from './row.ts'
import type { Figures } from './rounds.ts'

/** What came out of a row. */
export interface Result {
  readonly row: Row
  readonly subjects: readonly SubjectResult[]
  readonly targets: readonly TargetResult[]
}

/** A subject's median, and how often it holds ours: the median of the ratios, round by round. */
export interface SubjectResult {
  readonly name: string
  readonly median: number
  readonly oursToIt: number
}

/** A target, what was reached, and whether that is enough. */
export interface TargetResult {
  readonly target: Target
  readonly reached: number
  readonly isMet: boolean
}

/** Makes medians and ratios of figures. */
export function resultOf(row: Row, figures: Figures): Result {
  const [ours = ''] = Object.keys(row.subjects)
  const mine = figures[ours] ?? []
  const subjects = Object.entries(figures).map(([name, theirs]) => ({
    name,
    median: median(theirs),
    oursToIt: median(mine.map((figure, round) => figure / (theirs[round] ?? Number.NaN))),
  }))
  const targets = row.targets.map((target) => {
    const other = subjects.find(({ name }) => name === target.of)
    if (target.of !== undefined && other === undefined) {
      throw new Error(`${row.name}: no subject is named ${target.of}`)
    }
    const reached = other === undefined ? median(mine) : other.oursToIt
    const isMet = 'atMost' in target ? reached <= target.atMost : reached >= target.atLeast
    return { target, reached, isMet }
  })
  return { row, subjects, targets }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
