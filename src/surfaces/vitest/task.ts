/** A test as vitest's runner knows it: what all its versions from 3.1 on have in common. */
export interface TestTask {
  readonly type: 'test'
  readonly name: string
  readonly suite?: GroupTask | undefined
  readonly file: FileTask
  readonly result?: TestResult | undefined
  /** Whether it is expected to fail: `test.fails`. */
  readonly fails?: boolean | undefined
  /** Reaches the reporters. */
  readonly meta: object
}

/** How a test goes: `'run'` while it does. */
export interface TestResult {
  readonly state: string
  readonly errors?: readonly unknown[] | undefined
}

/** What `describe` makes. */
export interface GroupTask {
  readonly type: 'suite'
  readonly name: string
  readonly suite?: GroupTask | undefined
  readonly tasks: readonly (TestTask | GroupTask)[]
  /** Has the errors of its hooks. */
  readonly result?: TestResult | undefined
}

/** A test file, with all its tests, also those that do not run. */
export interface FileTask extends GroupTask {
  readonly filepath: string
  readonly projectName?: string | undefined
  readonly meta: object
}

/** Its title behind those of its groups, as `vitest -t` wants it. */
export function fullTitle(task: TestTask): string {
  return [...groupsOf(task).map(({ name }) => name), task.name].join(' ')
}

function groupsOf({ suite, file }: TestTask): readonly GroupTask[] {
  const groups: GroupTask[] = []
  for (let group = suite; group !== undefined && group !== file; group = group.suite) {
    groups.unshift(group)
  }
  return groups
}

/** The errors that vitest shows for a group of tests, those of its tests included. */
export function errorsIn(task: TestTask | GroupTask): readonly unknown[] {
  const inner = task.type === 'suite' ? task.tasks.flatMap(errorsIn) : []
  return [...(task.result?.errors ?? []), ...inner]
}
