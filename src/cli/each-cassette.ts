import { findCassettes } from '../engine/find-cassettes.ts'
import { fileStore } from '../engine/store.ts'
import { endingOf } from '../surfaces/exit-codes.ts'

/** A cassette that could not be read or written, and why. */
export interface Broken {
  readonly file: string
  readonly error: unknown
}

/** What became of all the cassettes that a user named. */
export interface Each<Result> {
  readonly results: readonly Result[]
  readonly broken: readonly Broken[]
}

/** Does the same with each cassette that paths mean, by default all of `cassettes`. A broken one does not end it. */
export function eachCassette<Result>(
  paths: readonly string[],
  work: (file: string) => Result,
): Each<Result> {
  const results: Result[] = []
  const broken: Broken[] = []
  for (const file of findCassettes(fileStore, paths.length > 0 ? paths : [defaultFolder()]).files) {
    try {
      results.push(work(file))
    } catch (error) {
      if (endingOf(error) === undefined) throw error
      broken.push({ file, error })
    }
  }
  return { results, broken }
}

/** The folder that is meant where none is named. */
export function defaultFolder(): string {
  return fileStore.list('cassettes') === undefined ? '.' : 'cassettes'
}
