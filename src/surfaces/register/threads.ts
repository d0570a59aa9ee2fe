import {
  getEnvironmentData,
  isMainThread,
  parentPort,
  setEnvironmentData,
} from 'node:worker_threads'
import type { Mode } from '../../core/modes.ts'
import type { Told } from '../own-environment.ts'

/** What the worker threads of a process are told, whatever environment they are given. */
export interface ToldToThreads {
  /** Absolute. */
  readonly cassette: string
  readonly mode: Mode
  /** Of the config file. */
  readonly folder: string
  /** What the processes that they start are told in turn. */
  readonly children: Told
  /** How many requests of theirs were refused: no thread but the first decides on the exit code. */
  readonly misses: Int32Array<SharedArrayBuffer>
}

const key = 'wiretape.register'

/** Tells the threads that this process starts from now on. */
export function tellThreads(told: Omit<ToldToThreads, 'misses'>): ToldToThreads {
  const whole = { ...told, misses: new Int32Array(new SharedArrayBuffer(4)) }
  setEnvironmentData(key, whole)
  return whole
}

/** What this thread was told; nothing in the first of its process. */
export function toldThisThread(): ToldToThreads | undefined {
  // It comes as it was sent: only threads of ours know the key.
  return isMainThread ? undefined : (getEnvironmentData(key) as ToldToThreads | undefined)
}

/**
 * Whether this is Node's own thread for module hooks, which has no port to a parent. It loads the preloads of the program
 * again, and before the first thread comes to the end of them where one calls `module.register()`.
 */
export function isThreadOfNode(): boolean {
  return !isMainThread && parentPort === null
}
