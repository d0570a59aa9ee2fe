import type { TestAPI } from 'vitest'
import { type Fixture, fixture as fixtureIn } from './fixtures.ts'
import type { CassetteExpect, CassetteFixtures } from './vitest/test.ts'
import { notHere } from './vitest/not-here.ts'
import type { useCassettes as UseCassettes } from './vitest/use-cassettes.ts'
import { isTestProcess, runConfig } from './vitest/worker.ts'

export { wiretape, type PluginOptions, type WiretapePlugin } from './vitest/plugin.ts'
export type { CassetteOptions } from './vitest/options.ts'
export type { CassetteMatchers, Played } from './vitest/matchers.ts'
export type { TestCassette } from './vitest/test-cassette.ts'
export type { CassetteExpect, CassetteFixtures } from './vitest/test.ts'

// vite.config.ts imports the plugin from here, and there vitest 3 cannot be imported.
const inTests = isTestProcess() ? await import('./vitest/test.ts') : undefined

/** vitest's `test`: each test has a cassette, and its every request goes there. */
export const test: TestAPI<CassetteFixtures> =
  inTests?.test ?? (notHere('test') as TestAPI<CassetteFixtures>)

/** The same as `test`. @alias */
export const it: TestAPI<CassetteFixtures> = test

/** vitest's `expect`, with `toBeFullyPlayed`, `toHavePlayed` and `toHaveMissed`. */
export const expect: CassetteExpect = inTests?.expect ?? (notHere('expect') as CassetteExpect)

/** {@inheritDoc UseCassettes} */
export const useCassettes: typeof UseCassettes =
  inTests?.useCassettes ?? (notHere('useCassettes') as typeof UseCassettes)

/**
 * Reads `cassettes/<name>.yaml` of vitest's root, at once.
 *
 * @param name - With or without `.yaml`; folders in it are parted by `/`.
 * @throws TypeError where the name leads out of the folder, CassetteNotFoundError, CassetteFormatError
 * @example expect(fixture('simple_streaming').answer()?.text).toContain('Hello')
 */
export function fixture(name: string): Fixture {
  return fixtureIn(name, runConfig().root)
}
