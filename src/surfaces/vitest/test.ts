import { type ExpectStatic, type TestAPI, expect as vitestExpect, test as vitestTest } from 'vitest'
import { type CassetteMatchers, type Played, matchers } from './matchers.ts'
import type { CassetteOptions } from './options.ts'
import type { TestCassette } from './test-cassette.ts'
import { runningTest, wrapGroup } from './use-cassettes.ts'

export { useCassettes } from './use-cassettes.ts'

/** What a test gets. */
export interface CassetteFixtures {
  /** The test's cassette, open. */
  cassette: TestCassette
  /** How it is opened: `test.override({ cassetteOptions: { ignore: ['$.id'] } })`, before vitest 4.1 `test.scoped`. */
  cassetteOptions: CassetteOptions
}

/** vitest's `expect`, which knows cassettes. */
export type CassetteExpect = ((
  actual: Played,
  message?: string,
) => ReturnType<ExpectStatic> & CassetteMatchers & { readonly not: CassetteMatchers }) &
  ExpectStatic

const extended = vitestTest.extend<CassetteFixtures>({
  cassetteOptions: {},
  cassette: async ({ task }, use) => {
    const running = runningTest(task)
    if (running === undefined) throw new TypeError(`No cassette was opened for ${task.name}.`)
    await use(running.cassette)
  },
})

/** vitest's `test`, whose every request goes to the cassette of its test. */
export const test: TestAPI<CassetteFixtures> = new Proxy(extended, {
  apply(target, self, args) {
    wrapGroup()
    return Reflect.apply(target, self, args) as unknown
  },
  get(target, key) {
    wrapGroup()
    return Reflect.get(target, key) as unknown
  },
})

vitestExpect.extend(matchers)

/** vitest's `expect` with `toBeFullyPlayed`, `toHavePlayed` and `toHaveMissed`. */
export const expect: CassetteExpect = vitestExpect as CassetteExpect

// Without `isolate` this module is evaluated for the first file only: the others begin where they use `test`.
wrapGroup()
