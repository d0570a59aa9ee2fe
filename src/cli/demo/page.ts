import type { Paint } from '../../core/match/explain/paint.ts'
import { bytesText, countText } from '../page/amounts.ts'
import { tableLines } from '../page/table.ts'
import { type Comparison, allowedMs } from './comparison.ts'

/** The times of both side by side: as two tracks, and as a table. */
export function sideBySide({ rows }: Comparison, columns: number, paint: Paint): readonly string[] {
  const cells = rows.map(({ name, bytes, recordedAt, replayedAt }) => [
    name,
    bytes === 0 ? '' : String(bytes),
    msText(recordedAt),
    msText(replayedAt),
    signed(replayedAt - recordedAt),
  ])
  const titles = ['chunk', 'bytes', 'recorded', 'replayed', 'apart']
  const table = tableLines(
    titles.map((title) => ({ title, isNumber: true })),
    cells,
    paint,
  )
  return [...tracks(rows, columns, paint), '', ...table]
}

function tracks(rows: Comparison['rows'], columns: number, paint: Paint): readonly string[] {
  const width = Math.max(20, Math.min(columns - 16, 72))
  const endMs = Math.max(...rows.flatMap(({ recordedAt, replayedAt }) => [recordedAt, replayedAt]))
  const track = (times: readonly number[]): string => {
    const marks = new Set(times.map((ms) => Math.round((ms / endMs) * (width - 1))))
    return Array.from({ length: width }, (_, place) =>
      marks.has(place) ? paint.green('●') : paint.dim('─'),
    ).join('')
  }
  return [
    `recorded  ${track(rows.map(({ recordedAt }) => recordedAt))}`,
    `replayed  ${track(rows.map(({ replayedAt }) => replayedAt))}`,
    paint.dim(`          0 ms${msText(endMs).padStart(width - 4)}`),
  ]
}

function msText(ms: number): string {
  return `${ms.toFixed(1)} ms`
}

function signed(ms: number): string {
  return `${ms < 0 ? '-' : '+'}${Math.abs(ms).toFixed(1)} ms`
}

/** What the demo has shown. */
export interface Proof extends Comparison {
  /** Whether the key that the client sent is in the file. */
  readonly keepsKey: boolean
}

/** Whether it was the same, how close the times were, and whether the key stayed out. */
export function verdict(proof: Proof, paint: Paint): readonly string[] {
  const { rows, bytes, isSame, keepsKey } = proof
  const chunks = countText(rows.length - 1, 'chunk')
  return [
    isSame
      ? `${paint.green('✓')} the same ${bytesText(bytes)} in the same ${chunks}, byte for byte`
      : `${paint.red('✗')} other bytes, or in other chunks, than were recorded`,
    closeness(proof, paint),
    keepsKey
      ? `${paint.red('✗')} the key that the client sent is in the file`
      : `${paint.green('✓')} the key that the client sent is not in the file`,
  ]
}

function closeness({ isClose, worstMs, averageMs }: Comparison, paint: Paint): string {
  const worst = `${worstMs.toFixed(1)} ms`
  if (isClose) {
    return `${paint.green('✓')} each within ${worst} of its time, ${averageMs.toFixed(1)} ms on average`
  }
  return worstMs === Infinity
    ? `${paint.red('✗')} not as many chunks as were recorded`
    : `${paint.red('✗')} up to ${worst} from their times; ${allowedMs} ms are allowed`
}
