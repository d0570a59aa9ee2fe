import { FileRun } from './file-run.ts'
import { type CassetteOptions, laidOver } from './options.ts'
import type { RunningTest } from './running-test.ts'
import { afterFile, currentGroup, wrapTests } from './runner.ts'
import type { FileTask, TestTask } from './task.ts'
import { readSuiteConfig } from './suite-config.ts'
import { Watch } from './watch.ts'
import { collectedFile } from './worker.ts'

/**
 * Gives each test a cassette of its own: called in a setup file, every test of the suite.
 *
 * Requests outside of tests are refused, but for those to this machine and those that `passthrough` lets through.
 *
 * @param options - For every test: laid over those of `wiretape.config.ts`, and a test's own `cassetteOptions` over them.
 *   Rules in `redact` add up.
 * @example useCassettes({ ignore: ['$.user'], passthrough: ['telemetry.example.com'] })
 */
export function useCassettes(options: CassetteOptions = {}): void {
  watch.begin()
  watch.options = laidOver(watch.options ?? config, options)
  watch.network.close(watch.options.passthrough ?? [])
  wrapGroup()
}

const config = await readSuiteConfig()
const watch = new Watch()
/** The groups that are wrapped, and in which file: its own group is the same for all files of a process. */
const groups = new WeakMap<object, unknown>()

/** Has the tests of the group that is being collected wrapped. */
export function wrapGroup(): void {
  const group = currentGroup()
  const file = collectedFile()
  if (groups.get(group) === file) return
  groups.set(group, file)
  wrapTests(begin)
}

/** Begins a test that has options for its cassette, or is one of a suite whose tests all have cassettes. */
function begin(task: TestTask, own: CassetteOptions | undefined): Promise<RunningTest> | undefined {
  const { options } = watch
  if (own === undefined && options === undefined) return undefined
  // A hook around this one has begun already.
  if (runningTest(task) !== undefined) return undefined
  return runOf(task.file).begin(task, laidOver(options ?? config, own ?? {}))
}

const runs = new WeakMap<FileTask, FileRun>()

/** A test that runs and has a cassette. */
export function runningTest(task: TestTask): RunningTest | undefined {
  return runs.get(task.file)?.find(task)
}

function runOf(file: FileTask): FileRun {
  const known = runs.get(file)
  if (known !== undefined) return known
  watch.begin()
  const run = new FileRun(file, watch.network)
  runs.set(file, run)
  afterFile(file, async () => {
    watch.end()
    await run.end()
  })
  return run
}
