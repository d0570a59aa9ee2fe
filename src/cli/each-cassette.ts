import { findCassettes } from '../engine/find-cassettes.ts'
import { fileStore } from '../engine/store.ts'
import { endingOf } from '../surfaces/exit-codes.ts'
import type { Output } from './io.ts'
import { errorData, errorText } from './report-error.ts'

/** A cassette that could not be read or written, and why. */
export interface Broken {
  readonly file: string
  readonly error: unknown
}

/** What became of all the cassettes that a user named. */
export interface Each<Result> {
  readonly results: readonly Result[]
  readonly broken: readonly Broken[]
  /** The cassettes beside which a killed run has left its recordings. */
  readonly leftOvers: readonly string[]
}

/** Does the same with each cassette that paths mean, by default all of `cassettes`. A broken one does not end it. */
export function eachCassette<Result>(
  paths: readonly string[],
  work: (file: string) => Result,
): Each<Result> {
  const results: Result[] = []
  const broken: Broken[] = []
  const found = findCassettes(fileStore, paths.length > 0 ? paths : [defaultFolder()])
  for (const file of found.files) {
    try {
      results.push(work(file))
    } catch (error) {
      if (endingOf(error) === undefined) throw error
      broken.push({ file, error })
    }
  }
  return { results, broken, leftOvers: found.leftOvers }
}

/** The broken ones as data. */
export function brokenData(broken: readonly Broken[]): readonly object[] {
  return broken.map(({ file, error }) => ({ file, error: errorData(error) }))
}

/** Says why each of them is broken. */
export function tellBroken(broken: readonly Broken[], err: Output): void {
  for (const { error } of broken) err.write(`${errorText(error, err)}\n`)
}

/** The folder that is meant where none is named. */
function defaultFolder(): string {
  return fileStore.list('cassettes') === undefined ? '.' : 'cassettes'
}
