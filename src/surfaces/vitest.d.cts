// For TypeScript, tests of a package that is no `"type": "module"` require this. vitest has them import `vitest.js`; what a
// configuration requires is vitest-config.ts.
import type * as vitest from './vitest.js' with { 'resolution-mode': 'import' }

export type {
  CassetteExpect,
  CassetteFixtures,
  CassetteMatchers,
  CassetteOptions,
  Played,
  PluginOptions,
  TestCassette,
  WiretapePlugin,
} from './vitest.js' with { 'resolution-mode': 'import' }

export declare const wiretape: typeof vitest.wiretape
export declare const test: typeof vitest.test
export declare const it: typeof vitest.it
export declare const expect: typeof vitest.expect
export declare const useCassettes: typeof vitest.useCassettes
export declare const fixture: typeof vitest.fixture
