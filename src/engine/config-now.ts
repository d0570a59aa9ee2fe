import { createRequire } from 'node:module'
import { extname, resolve } from 'node:path'
import { isError } from '../core/realms.ts'
import { type Config, checkConfig, findConfig, parseJson } from './config-file.ts'
import type { Store } from './disk.ts'

/**
 * Reads the config file of a folder before this call returns, for who cannot wait.
 *
 * @throws TypeError that names the file and what is wrong there
 */
export function loadConfigNow(store: Store, folder: string): Config {
  const file = findConfig(store, folder)
  if (file === undefined) return {}
  const value = extname(file) === '.json' ? parseJson(store, file) : requireDefault(file)
  return checkConfig(value, store, file)
}

function requireDefault(file: string): unknown {
  const path = resolve(file)
  try {
    const loaded: unknown = createRequire(path)(path)
    return isModule(loaded) ? loaded.default : loaded
  } catch (error) {
    const reason = isError(error) ? error.message.split('\n', 1).join() : String(error)
    throw new TypeError(`${file} cannot be loaded: ${reason}${adviceOn(error)}`, { cause: error })
  }
}

function isModule(loaded: unknown): loaded is { readonly default: unknown } {
  return typeof loaded === 'object' && loaded !== null && 'default' in loaded
}

const unready: ReadonlySet<unknown> = new Set(['ERR_REQUIRE_ESM', 'ERR_REQUIRE_ASYNC_MODULE'])

function adviceOn(error: unknown): string {
  const isUnready =
    (isError(error) && 'code' in error && unready.has(error.code)) || error instanceof SyntaxError
  return isUnready
    ? '\nA preload reads it with require(), which this Node cannot do here. Write it as wiretape.config.json.'
    : ''
}
