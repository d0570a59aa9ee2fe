// What `require('wiretape/vitest')` gives: vite reads vite.config.ts as CommonJS in a package that is no `"type": "module"`,
// and cannot require the tests' side, which has a top-level await. vitest imports it for tests of such a package, too.
import { notHere } from './vitest/not-here.ts'

export { wiretape, type PluginOptions, type WiretapePlugin } from './vitest/plugin.ts'

/** For tests: here it says so. */
export const test: unknown = notHere('test')
/** For tests: here it says so. */
export const it: unknown = notHere('it')
/** For tests: here it says so. */
export const expect: unknown = notHere('expect')
/** For tests: here it says so. */
export const useCassettes: unknown = notHere('useCassettes')
/** For tests: here it says so. */
export const fixture: unknown = notHere('fixture')
