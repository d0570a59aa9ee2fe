import { type CassetteNote, type FileNote, cassetteNote, fileNote } from './notes.ts'

/** A test file as vitest's reporters get it: what its versions from 3.1 on have in common. */
export interface TestModule {
  readonly moduleId: string
  readonly children: { allTests(): Iterable<TestCase> }
  readonly task: { readonly meta: object }
  state(): string
}

/** A test as vitest's reporters get it. */
export interface TestCase {
  readonly options: { readonly mode?: string | undefined }
  result(): { readonly state: string }
  meta(): object
}

/** A test file whose tests had cassettes. */
export interface FileResult extends FileNote {
  /** The test file. */
  readonly source: string
  readonly cassettes: readonly CassetteNote[]
  /** Whether every test of it ran and passed: then no cassette has an owner that the run does not know. */
  readonly isWhole: boolean
}

/** What the test files of a run noted. */
export function resultsOf(modules: readonly TestModule[]): readonly FileResult[] {
  return modules.flatMap((module) => {
    const note = fileNote(module.task.meta)
    if (note === undefined) return []
    const tests = [...module.children.allTests()]
    const own = tests.flatMap((test) => cassetteNote(test.meta()) ?? [])
    const isWhole = module.state() === 'passed' && tests.every(hasPassed)
    const cassettes = [...own, ...note.shared]
    return [{ ...note, source: module.moduleId, cassettes, isWhole }]
  })
}

function hasPassed(test: TestCase): boolean {
  return test.result().state === 'passed' || test.options.mode === 'todo'
}
