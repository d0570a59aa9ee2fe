import { CassetteLockedError } from '../../core/errors.ts'
import { dropLeftOver } from '../../engine/drop-left-over.ts'
import { partialOf } from '../../engine/journal.ts'
import { Recorder } from '../../engine/recorder.ts'
import { fileStore } from '../../engine/store.ts'
import { shortPath } from '../cassette-path.ts'
import type { Noted } from './notes.ts'
import type { CassetteOptions } from './options.ts'
import { modeOfRun } from './run-mode.ts'
import type { RunConfig } from './worker.ts'

/** The cassette of a test, open. */
export interface OpenCassette extends Noted {
  /** Whether there was no file of it. */
  readonly isNew: boolean
}

/**
 * Opens the cassette of a test.
 *
 * @param recordWith - The line to type that records it: asked for where something is to be said.
 */
export async function openCassette(
  path: string,
  options: CassetteOptions,
  { root, update }: RunConfig,
  recordWith: () => string,
): Promise<OpenCassette> {
  const { name: _, unused: minds = 'warn', env = process.env, ...rest } = options
  const mode = modeOfRun(update, options.mode, env)
  const file = shortPath(process.cwd(), path)
  if (mode !== 'replay' && mode !== 'passthrough') await discardLeftOver(file)
  const isNew = fileStore.stamp(fileStore.realPath(file)) === undefined
  const warnings: string[] = []
  const recorder = await Recorder.open(file, {
    get recordWith() {
      return recordWith()
    },
    onWarning: (message) => warnings.push(message),
    ...rest,
    // The reporter names what was never played, unless it is to fail the test.
    unused: minds === 'fail' ? 'fail' : 'ignore',
    mode,
    // The mode is settled: nothing stands above it any more.
    env: env['WIRETAPE_MODE'] ? { ...env, WIRETAPE_MODE: '' } : env,
  })
  return { file: shortPath(root, path), recorder, minds, warnings, isNew }
}

/** A test is recorded as a whole: what a killed run left of it is of no use. */
async function discardLeftOver(file: string): Promise<void> {
  const realFile = fileStore.realPath(file)
  if (fileStore.stamp(partialOf(realFile)) === undefined) return
  try {
    await dropLeftOver(fileStore, realFile, file)
  } catch (error) {
    // Another process is recording to the cassette just now.
    if (!(error instanceof CassetteLockedError)) throw error
  }
}
