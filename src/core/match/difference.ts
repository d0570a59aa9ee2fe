/** One thing in which a request differs from a recorded one. `undefined` stands for what is not there. */
export interface Difference {
  /** The name in `matchOn` that found it: `method`, `url`, `body`, ...; for a function, what it says. */
  readonly part: string
  /** Where in the part: `$.input[0].content`, `query.page`, `headers.accept`, `form.name`, `host`, `path`. */
  readonly at?: string
  readonly recorded: unknown
  readonly actual: unknown
}

/**
 * What a comparison has found so far. It ends early once `limit` differences are known:
 * a decision asks for one, an explanation for many, and both walk the same way.
 */
export interface Findings {
  readonly part: string
  readonly found: Difference[]
  readonly limit: number
  /** Whether a recorded text allows an actual one. */
  readonly allows: (actual: string, recorded: string) => boolean
}

/** Adds a difference. */
export function note(
  findings: Findings,
  at: string | undefined,
  actual: unknown,
  recorded: unknown,
): void {
  const { part, found } = findings
  found.push(at === undefined ? { part, recorded, actual } : { part, at, recorded, actual })
}

/** Whether no further difference is asked for. */
export function isEnough(findings: Findings): boolean {
  return findings.found.length >= findings.limit
}

/** Compares two texts, either of which may be absent. */
export function compareText(
  actual: string | undefined,
  recorded: string | undefined,
  at: string | undefined,
  findings: Findings,
): void {
  if (actual === recorded) return
  if (actual !== undefined && recorded !== undefined && findings.allows(actual, recorded)) return
  note(findings, at, actual, recorded)
}
