import { relative } from 'node:path'
import { vi } from 'vitest'
import { type Config, findConfig, readConfig } from '../../engine/config-file.ts'
import { fileStore } from '../../engine/store.ts'
import { runConfig } from './worker.ts'

/**
 * What `wiretape.config.ts`, `.js` or `.json` says: that of vitest's root (a project has its own), else of the folder
 * vitest runs in, which is where the command looks.
 *
 * It is read where the tests run, for functions do not travel there.
 *
 * @throws TypeError that names the file and line
 */
export async function readSuiteConfig(): Promise<Config> {
  const here = process.cwd()
  const file = findConfig(fileStore, runConfig().root) ?? findConfig(fileStore, here)
  if (file === undefined) return {}
  return readConfig(fileStore, relative(here, file), () => importByVite(file))
}

/** As vitest imports tests: TypeScript on every Node, with the project's aliases. */
async function importByVite(file: string): Promise<unknown> {
  return (await vi.importActual<{ readonly default?: unknown }>(file)).default
}
