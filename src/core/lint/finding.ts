/** What is wrong or suspicious in a cassette. Codes are stable. */
export interface LintFinding {
  readonly code: LintCode
  /** An error makes a replay differ from what was recorded, or cannot have been recorded so. */
  readonly level: 'error' | 'warning'
  /** The interaction's place in the file, from 0. */
  readonly interaction?: number
  /** Where in the file, from 1. Nothing where the interactions have no lines of their own. */
  readonly line?: number
  readonly column?: number
  readonly message: string
}

/** What is looked for. */
export type LintCode =
  | 'not-canonical'
  | 'content-length'
  | 'chunks'
  | 'mojibake'
  | 'duplicate'
  | 'unknown-key'
  | 'secret-header'
  | 'unfinished-stream'
  | 'unplayable'
  | 'status'
