import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { findConfig } from '../../engine/config-file.ts'
import { fileStore } from '../../engine/store.ts'
import type { CassetteOptions } from './options.ts'
import { CassetteReporter } from './reporter.ts'
import { packed } from './travel.ts'

/** Options for every test. They travel to the processes of the tests, which functions cannot: they go into `wiretape.config.ts`. */
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
  configResolved(config: ViteConfig): void
  configureVitest(context: VitestContext): void
}

/** What vite tells a plugin, as far as this one needs it. */
export interface ViteConfig {
  readonly server: { readonly fs: { readonly allow: string[] } }
}

/** What vitest tells a plugin, as far as this one needs it. */
export interface VitestContext {
  readonly vitest: { readonly config: { reporters: unknown[] } }
  readonly project: {
    readonly config: { readonly setupFiles: string[] }
    provide(key: never, value: never): void
  }
}

/**
 * For `plugins` of vite.config.ts: gives every test of the suite a cassette, and reports on them.
 *
 * @throws TypeError for an option that is a function: see `PluginOptions`
 * @example export default defineConfig({ plugins: [wiretape()] })
 */
export function wiretape(options: PluginOptions = {}): WiretapePlugin {
  const setup = createRequire(import.meta.url).resolve('wiretape/vitest/setup')
  const sent = packed(options)
  return {
    name: 'wiretape',
    config: () => ({ test: { setupFiles: [setup] } }),
    // Vite serves both to the tests, and no file from above the folder that it takes for the workspace's.
    configResolved: ({ server }) => {
      const config = findConfig(fileStore, process.cwd())
      server.fs.allow.push(dirname(setup), ...(config === undefined ? [] : [config]))
    },
    configureVitest({ vitest, project }) {
      project.provide('wiretape' as never, sent as never)
      // A project of vitest 5 that extends the root takes over its plugins, but not what they add.
      const { setupFiles } = project.config
      if (!setupFiles.includes(setup)) setupFiles.push(setup)
      const { reporters } = vitest.config
      // The plugin is asked once for each project.
      if (!reporters.some((one) => one instanceof CassetteReporter)) {
        reporters.push(new CassetteReporter())
      }
    },
  }
}
