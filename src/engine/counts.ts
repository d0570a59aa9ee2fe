/** What became of the requests of a run. */
export interface Counts {
  readonly played: number
  readonly recorded: number
  readonly missed: number
  readonly passedThrough: number
  /** Answered by msw, nock or a MockAgent. */
  readonly mocked: number
  /** Failed before the headers of a response: the caller got the error, and nothing is kept. */
  readonly failed: number
  /** Interactions of the cassette that were never played. */
  readonly unused: number
}

/** The counts that a recorder keeps itself. */
export type Counter = {
  -readonly [K in keyof Pick<Counts, 'recorded' | 'mocked' | 'failed'>]: number
}
