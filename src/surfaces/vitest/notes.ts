import type { Recorder } from '../../engine/recorder.ts'

/** What a test, or the cassette that the tests of a file share, tells the reporter. */
export interface CassetteNote {
  /** From vitest's root. */
  readonly cassette: string
  readonly played: number
  /** Those that were kept. */
  readonly recorded: number
  readonly missed: number
  /** Requests that failed before the head of an answer: there is nothing of them to keep. */
  readonly unanswered: number
  /** Interactions that were never played, unless that does not matter. */
  readonly unused: number
  readonly isSaved: boolean
  readonly warnings: readonly string[]
}

/** What a test file tells the reporter. */
export interface FileNote {
  readonly root: string
  /** The folder of its cassettes. */
  readonly folder: string
  /** The cassettes that its tests own, whether or not they ran, and those that they named. */
  readonly owned: readonly string[]
  /** Those that its tests shared. */
  readonly shared: readonly CassetteNote[]
  /** Requests that were refused because they were made outside any test. */
  readonly refused: readonly string[]
  /** Whether the run was to record again: `vitest -u`. */
  readonly isUpdate: boolean
}

/** What is noted about a cassette that was open. */
export interface Noted {
  readonly file: string
  readonly recorder: Recorder
  readonly minds: 'ignore' | 'warn' | 'fail'
  readonly warnings: readonly string[]
}

/** The note of a cassette. */
export function noteOf({ file, recorder, minds, warnings }: Noted, isKept: boolean): CassetteNote {
  const { played, recorded, missed, failed, unused } = recorder.counts
  const { misses } = recorder
  return {
    cassette: file,
    played,
    recorded: isKept ? recorded : 0,
    missed,
    unanswered: isKept ? failed : 0,
    // What a failed test did not play says nothing.
    unused: minds === 'ignore' || !isKept ? 0 : unused,
    isSaved: isKept && recorded > 0,
    // What is said of a miss has failed its test, and stands there.
    warnings: warnings.filter((text) => !misses.some(({ error }) => text.endsWith(error.message))),
  }
}

const key = 'wiretape'

/** Leaves a note where reporters find it: in the `meta` of a test or of a file. */
export function leaveNote(meta: object, note: CassetteNote | FileNote): void {
  Reflect.set(meta, key, note)
}

/** The note of a test. */
export function cassetteNote(meta: object): CassetteNote | undefined {
  return Reflect.get(meta, key) as CassetteNote | undefined
}

/** The note of a file. */
export function fileNote(meta: object): FileNote | undefined {
  return Reflect.get(meta, key) as FileNote | undefined
}
