/**
 * One line of the benchmark: some subjects that do the same work, and what ours must reach.
 *
 * A file `NAME.bench.ts` exports `rows: readonly Row[]`. Nothing heavy may happen when it is imported: every subject
 * lives in a process of its own (what one client patches, or makes the JIT forget, is not another's), and its setup
 * imports what it needs.
 */
export interface Row {
  /** What the row measures: `GET, 1,000 interactions`. Unique in the whole benchmark. */
  readonly name: string
  /** What the figures of its subjects are. @defaultValue `'time'` */
  readonly unit?: Unit
  /** By name. The first is ours, the others are what it is compared with. */
  readonly subjects: Readonly<Record<string, Setup>>
  readonly targets: readonly Target[]
  /** Rounds in each fork, and forks. Rows that measure for seconds take few. @defaultValue 15 rounds, 3 forks */
  readonly rounds?: number
  readonly forks?: number
}

/**
 * - `'time'`: nanoseconds for one piece of work, by the wall.
 * - `'cpu'`: nanoseconds of processor time for one piece of work, of all threads of the process.
 * - `'ms'`: milliseconds, as the subject measured them.
 * - `'rate'`: pieces a second, as the subject measured them.
 * - `'bytes'`: as the subject measured them.
 */
export type Unit = 'time' | 'cpu' | 'ms' | 'rate' | 'bytes'

/** Makes a subject ready, in its own process. */
export type Setup = () => Promise<Subject>

/** What is measured. */
export type Subject = Repeated | Measured

/** A piece of work that the runner repeats and times (`'time'` and `'cpu'`). */
export interface Repeated {
  /** Does the piece of work so many times, one after the other. */
  readonly repeat: (times: number) => Promise<void> | void
  readonly close?: () => Promise<void> | void
}

/** Something that measures itself: gives one figure in the unit of its row for each round. */
export interface Measured {
  readonly measure: () => Promise<number>
  readonly close?: () => Promise<void> | void
}

/** What ours must reach: a ratio to another subject of the row, or, without `of`, a figure in the row's unit. */
export type Target =
  | { readonly of?: string; readonly atMost: number }
  | { readonly of?: string; readonly atLeast: number }

/** A row's amount of work: the second where every row is only to be seen running (`--quick`). */
export function amount(full: number, quick: number): number {
  return process.env['WIRETAPE_BENCH'] === 'quick' ? quick : full
}
