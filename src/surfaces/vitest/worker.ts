/** What a test's process knows of the run. */
export interface RunConfig {
  /** vitest's root, or that of the project. */
  readonly root: string
  /** What is to become of snapshots, and so of cassettes: `'all'` with `-u`, `'none'` in CI. */
  readonly update: 'all' | 'new' | 'none'
}

interface Worker {
  /** The file that is being collected or run. */
  readonly current?: object
  readonly config: {
    readonly root: string
    readonly snapshotOptions: { readonly updateSnapshot: RunConfig['update'] }
  }
}

function worker(): Worker | undefined {
  return Reflect.get(globalThis, '__vitest_worker__') as Worker | undefined
}

/** Whether this process runs tests: the one that reads vite.config.ts does not. */
export function isTestProcess(): boolean {
  return worker() !== undefined
}

/** The test file that is being collected. */
export function collectedFile(): object | undefined {
  return worker()?.current
}

/** The run as its process knows it. @throws TypeError outside vitest */
export function runConfig(): RunConfig {
  const config = worker()?.config
  if (config === undefined) throw new TypeError('Only vitest runs these tests: `npx vitest`.')
  return { root: config.root, update: config.snapshotOptions.updateSnapshot }
}
