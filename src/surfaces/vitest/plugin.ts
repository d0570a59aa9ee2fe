import { fileURLToPath } from 'node:url'
import type { CassetteOptions } from './options.ts'
import { CassetteReporter } from './reporter.ts'

/** Options for every test. They travel to the processes of the tests, which functions cannot: see `useCassettes`. */
export type PluginOptions = Omit<
  CassetteOptions,
  'name' | 'beforeRecord' | 'beforeReplay' | 'clock' | 'onWarning'
> & {
  readonly clock?: 'process' | 'global'
}

/** A plugin of vite, as far as vitest needs one. */
export interface WiretapePlugin {
  readonly name: string
  config(): { readonly test: { readonly setupFiles: string[] } }
  configureVitest(context: VitestContext): void
}

/** What vitest tells a plugin, as far as this one needs it. */
export interface VitestContext {
  readonly vitest: { readonly config: { reporters: unknown[] } }
  readonly project: { provide(key: never, value: never): void }
}

/**
 * For `plugins` of vite.config.ts: gives every test of the suite a cassette, and reports on them.
 *
 * @example export default defineConfig({ plugins: [wiretape()] })
 */
export function wiretape(options: PluginOptions = {}): WiretapePlugin {
  return {
    name: 'wiretape',
    config: () => ({
      test: { setupFiles: [fileURLToPath(import.meta.resolve('wiretape/vitest/setup'))] },
    }),
    configureVitest({ vitest, project }) {
      project.provide('wiretape' as never, options as never)
      const { reporters } = vitest.config
      // The plugin is asked once for each project.
      if (!reporters.some((one) => one instanceof CassetteReporter)) {
        reporters.push(new CassetteReporter())
      }
    },
  }
}
