import * as vitest from 'vitest'
import type { CassetteOptions } from './options.ts'
import type { FileTask, TestTask } from './task.ts'
import { inMicrotask } from '../../engine/real-timers.ts'

/** How a test went. */
export type Outcome = 'passed' | 'failed' | 'skipped'

/** What was begun for a test. */
export interface Wrapping {
  /** Runs the test, and where vitest lets us its hooks and fixtures too. */
  enter<T>(run: () => T): T
  /** Ends it, with all hooks and fixtures of the test. What it throws fails the test. */
  end(outcome: Outcome): Promise<void>
}

/** Begins something for a test; nothing where the test is none of ours. */
export type Begin = (
  task: TestTask,
  options: CassetteOptions | undefined,
) => Promise<Wrapping> | undefined

interface Fixtures {
  readonly cassetteOptions?: CassetteOptions
}

// Since 4.1 vitest has hooks that wrap a test. Before, a test's function is kept in `vitest/suite`, which 5 has not.
const older = 'aroundEach' in vitest ? undefined : await import('vitest/suite')

/** Has every test wrapped that is defined where this is called: in a setup file, a test file, or a group. */
export function wrapTests(begin: Begin): void {
  if (older === undefined) wrapWhole(begin)
  else wrapFunction(begin, older)
}

function wrapWhole(begin: Begin): void {
  vitest.aroundEach<Fixtures>(async (run, { task, cassetteOptions }) => {
    const wrapping = await begin(task, cassetteOptions)
    if (wrapping === undefined) return run()
    await wrapping.enter(run)
    await wrapping.end(outcomeOf(task))
  })
}

type Older = Pick<typeof import('vitest/suite'), 'getFn' | 'setFn'>

function wrapFunction(begin: Begin, { getFn, setFn }: Older): void {
  vitest.beforeEach<Fixtures>(async ({ task, cassetteOptions, onTestFinished }) => {
    const wrapping = await begin(task, cassetteOptions)
    if (wrapping === undefined) return
    const run = getFn(task)
    setFn(task, () => wrapping.enter(run))
    // The first to be registered is the last to run: the test's hooks and fixtures are over by then.
    onTestFinished(async () => {
      setFn(task, run)
      await wrapping.end(outcomeOf(task))
    })
  })
}

function outcomeOf({ result, fails }: TestTask): Outcome {
  if (result?.state === 'skip') return 'skipped'
  return (result?.state === 'fail') === (fails === true) ? 'passed' : 'failed'
}

/** The group of tests, or the file, that is being collected. */
export function currentGroup(): object {
  return older === undefined ? vitest.TestRunner.getCurrentSuite() : older.getCurrentSuite()
}

/**
 * Runs something before each file that is collected after this one: where `isolate` is off, one process has them all.
 *
 * Nothing of vitest tells a module so that it has loaded: those of packages are evaluated for the first file only.
 */
export function beforeLaterFiles(run: () => void): void {
  // Of all its files: vitest clears it for each, then goes on in a later turn.
  const collector = currentGroup() as { clear(): void }
  const clear = collector.clear.bind(collector)
  collector.clear = () => {
    clear()
    inMicrotask(run)
  }
}

/** Runs something after all tests of a file and their hooks. */
export function afterFile(file: FileTask, run: () => Promise<void>): void {
  const hooksOf = older === undefined ? vitest.TestRunner.getSuiteHooks : older.getHooks
  // In front: what is registered last runs first.
  hooksOf(file as never).afterAll.unshift(run)
}
