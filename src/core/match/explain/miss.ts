import type { Difference } from '../difference.ts'
import type { Remedy } from './remedies.ts'

/** Why a request was refused: all that the message says, as data. Nothing in it is secret. */
export interface Miss {
  readonly request: MissedRequest
  /** The file of the cassette, as the user named it. */
  readonly cassette: string
  readonly mode: string
  readonly counts: { readonly interactions: number; readonly played: number }
  /** What is compared: the names in `matchOn`. */
  readonly comparedParts: readonly string[]
  /** The nearest first, three at most. */
  readonly nearest: readonly Nearest[]
  /** The recorded origins that fit, where the request did not say which one is meant. */
  readonly origins: readonly string[]
  readonly suggestions: readonly Remedy[]
}

/** A refused request. */
export interface MissedRequest {
  readonly method: string
  readonly url: string
  /** The beginning of its body. */
  readonly body: string
}

/** An interaction that almost matches. */
export interface Nearest {
  /** As the file numbers it. */
  readonly id: number
  /** From 0, in the order of the file. */
  readonly position: number
  readonly method: string
  readonly url: string
  /** Whether it was played already. One without differences always was. */
  readonly played: boolean
  /** Whether both bodies are known: one that was too large is not compared. */
  readonly isBodyCompared: boolean
  /** The first 10 of each part. */
  readonly differences: readonly Difference[]
  /** The parts that differ, and in how many places: beyond 1,000 in all nothing is counted. */
  readonly differing: readonly { readonly part: string; readonly count: number }[]
}
