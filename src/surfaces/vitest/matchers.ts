import { compileRules } from '../../core/redact/rules.ts'
import type { Counts } from '../../engine/counts.ts'
import type { Recorder } from '../../engine/recorder.ts'
import { unusedError } from '../../engine/recorder-errors.ts'

/** What the matchers of cassettes look at: a test's `cassette`, or a recorder. */
export type Played = Recorder | { readonly recorder: Recorder }

/** What can be expected of a cassette. */
export interface CassetteMatchers {
  /** All its interactions were played. What was recorded in this run counts as played. */
  toBeFullyPlayed(): void
  /** So many requests were answered, from the cassette or, while it is recorded, by the server. */
  toHavePlayed(times: number): void
  /** So many requests were refused. Those that a test expects do not fail it. */
  toHaveMissed(times: number): void
}

interface Verdict {
  readonly pass: boolean
  readonly message: () => string
  readonly actual?: number
  readonly expected?: number
}

type Matcher = (this: { readonly isNot: boolean }, of: Played, times: number) => Verdict

const expectedMisses = new WeakMap<Recorder, number>()

/** Whether a test has said that it expects the requests that were refused. */
export function areMissesExpected(recorder: Recorder): boolean {
  return recorder.counts.missed <= (expectedMisses.get(recorder) ?? 0)
}

/** The matchers, for `expect.extend`. */
export const matchers: Record<keyof CassetteMatchers, Matcher> = {
  toBeFullyPlayed(of) {
    const { unused, path } = recorderOf(of)
    if (unused.length > 0) {
      const rules = compileRules({}, process.env)
      return { pass: false, message: () => unusedError({ path, rules }, unused).message }
    }
    return { pass: true, message: () => `All interactions of ${path} were played.` }
  },
  toHavePlayed(of, times) {
    return compare(recorderOf(of), times, 'answered', ({ played, recorded }) => played + recorded)
  },
  toHaveMissed(of, times) {
    const recorder = recorderOf(of)
    const verdict = compare(recorder, times, 'refused', ({ missed }) => missed)
    const isSaid = this.isNot ? times === 0 : verdict.pass
    if (isSaid) expectedMisses.set(recorder, recorder.counts.missed)
    return verdict
  },
}

function compare(
  { path, counts }: Recorder,
  expected: number,
  what: string,
  countIn: (counts: Counts) => number,
): Verdict {
  const actual = countIn(counts)
  const requests = actual === 1 ? '1 request was' : `${actual} requests were`
  const message = (): string => `${requests} ${what}, expected ${expected} (${path}).`
  return { pass: actual === expected, message, actual, expected }
}

function recorderOf(of: Played): Recorder {
  return 'recorder' in of ? of.recorder : of
}
