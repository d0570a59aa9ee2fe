// What `require('wiretape/vitest')` gives: vite reads vite.config.ts as CommonJS in a package that is no `"type": "module"`,
// and cannot require the tests' side, which has a top-level await.
export { wiretape, type PluginOptions, type WiretapePlugin } from './vitest/plugin.ts'
