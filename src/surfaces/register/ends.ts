import { isMainThread } from 'node:worker_threads'
import type { Recorder } from '../../engine/recorder.ts'
import { exitCode } from '../exit-codes.ts'
import { beforeSignalEnds } from './last-listener.ts'
import { codeFor, tell, warn } from './tell.ts'
import type { ToldToThreads } from './threads.ts'

/**
 * Ends the run however the process ends: the cassette is saved, and what went wrong is said.
 *
 * What went wrong is the exit code too, as with `wiretape replay -- command`; a death by a signal stays one.
 *
 * @param threads - What its worker threads share with this one; nothing in a worker thread.
 */
export function beforeTheEnd(recorder: Recorder, threads?: ToldToThreads): void {
  let isOver = false
  const end = (): number | undefined => {
    if (isOver) return undefined
    isOver = true
    const missed = threads === undefined ? 0 : Atomics.load(threads.misses, 0)
    const code = stop(recorder)
    if (missed > 0)
      warn(`${missed} ${missed === 1 ? 'request' : 'requests'} of worker threads missed.`)
    return code ?? (missed > 0 ? exitCode({ hasMisses: true }) : undefined)
  }
  process.on('exit', () => {
    const code = end()
    // That of a worker thread is told to the program.
    if (code !== undefined && isMainThread) process.exitCode = code
  })
  if (isMainThread) beforeSignalEnds(['SIGINT', 'SIGTERM', 'SIGHUP'], end)
}

/** @returns the exit code, where something went wrong */
function stop(recorder: Recorder): number | undefined {
  try {
    recorder.stopSync()
    return undefined
  } catch (error) {
    tell(error)
    return codeFor(error)
  }
}
