import { extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compileRules } from '../core/redact/rules.ts'
import { type RecorderOptions, checkOptions } from './options.ts'
import type { Store } from './store.ts'

/** What a project says once for all its recorders, in `wiretape.config.ts`, `.js`, `.mjs` or `.json`. */
export type Config = Omit<RecorderOptions, 'clock' | 'env' | 'onWarning'>

const names = ['ts', 'js', 'mjs', 'json'].map((ending) => `wiretape.config.${ending}`)

const keys: Readonly<Record<keyof Required<Config>, true>> = {
  beforeRecord: true,
  beforeReplay: true,
  dropHeaders: true,
  headers: true,
  ignore: true,
  jitter: true,
  keepHeaders: true,
  matchOn: true,
  maxBodyBytes: true,
  maxWait: true,
  mode: true,
  onSecret: true,
  pace: true,
  passthrough: true,
  recordWith: true,
  redact: true,
  repeats: true,
  seed: true,
  speed: true,
  ttft: true,
  unused: true,
}

/** Reads the config file of a folder, the first of its kinds; nothing is said where there is none. @throws TypeError */
export async function loadConfig(store: Store, folder: string): Promise<Config> {
  const file = names.map((name) => join(folder, name)).find((one) => store.stamp(one) !== undefined)
  return file === undefined ? {} : readConfig(store, file)
}

/** Reads a config file. @throws TypeError that names the file and what is wrong in it */
export async function readConfig(store: Store, file: string): Promise<Config> {
  const value = extname(file) === '.json' ? parseJson(store, file) : await importDefault(file)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`${file} gives no options. Its default export is an object.`)
  }
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(keys, key)) {
      throw new TypeError(
        `${file}: ${key} is no option. There are ${Object.keys(keys).join(', ')}.`,
      )
    }
  }
  return checked(value, file)
}

function checked(config: Config, file: string): Config {
  try {
    checkOptions(config)
    compileRules(config.redact, {}, config)
    return config
  } catch (error) {
    throw new TypeError(`${file}: ${messageOf(error)}`, { cause: error })
  }
}

function parseJson(store: Store, file: string): unknown {
  const source = store.read(file)
  if (source === undefined) throw new TypeError(`There is no ${file}.`)
  try {
    return JSON.parse(new TextDecoder().decode(source))
  } catch (error) {
    throw new TypeError(`${file} is no JSON: ${messageOf(error)}`, { cause: error })
  }
}

async function importDefault(file: string): Promise<unknown> {
  try {
    const module: { readonly default?: unknown } = await import(pathToFileURL(resolve(file)).href)
    return module.default
  } catch (error) {
    throw new TypeError(`${file} cannot be loaded: ${messageOf(error)}${adviceOn(error)}`, {
      cause: error,
    })
  }
}

function adviceOn(error: unknown): string {
  const isUnread =
    error instanceof Error && 'code' in error && error.code === 'ERR_UNKNOWN_FILE_EXTENSION'
  return isUnread ? '\nNode reads TypeScript from 22.18 on. Write it as wiretape.config.js.' : ''
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
