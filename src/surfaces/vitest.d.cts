// What `require('wiretape/vitest')` gives: see vitest-config.ts.
import type { wiretape as plugin } from './vitest.js' with { 'resolution-mode': 'import' }

export type { PluginOptions, WiretapePlugin } from './vitest.js' with {
  'resolution-mode': 'import',
}

export declare const wiretape: typeof plugin
