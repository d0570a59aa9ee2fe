import { basename, extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createMatcher } from '../core/match/matcher.ts'
import { compileRules } from '../core/redact/rules.ts'
import { type RecorderOptions, checkOptions } from './options.ts'
import { type SyntaxFault, syntaxFault } from './module-syntax.ts'
import type { Store } from './disk.ts'

/** What a project says once for all its recorders, in `wiretape.config.ts`, `.js`, `.mjs` or `.json`. */
export type Config = Omit<RecorderOptions, 'clock' | 'env' | 'onWarning' | 'optionsAs'>

const names = ['ts', 'js', 'mjs', 'json'].map((ending) => `wiretape.config.${ending}`)

const keys: Readonly<Record<keyof Required<Config>, true>> = {
  addWith: true,
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

/** Imports a module, to the value of its default export. */
export type ImportDefault = (file: string) => Promise<unknown>

/** Reads the config file of a folder; nothing is said where there is none. @throws TypeError */
export async function loadConfig(store: Store, folder: string): Promise<Config> {
  const file = findConfig(store, folder)
  return file === undefined ? {} : readConfig(store, file)
}

/** The config file of a folder: the first of its kinds that is there. */
export function findConfig(store: Store, folder: string): string | undefined {
  return names.map((name) => join(folder, name)).find((one) => store.stamp(one) !== undefined)
}

/**
 * Reads a config file.
 *
 * @param importDefault - For those who have a better way than Node's, which reads TypeScript from 22.18 on.
 * @throws TypeError that names the file, the line where it is known, and what is wrong there
 */
export async function readConfig(
  store: Store,
  file: string,
  importDefault: ImportDefault = importByNode,
): Promise<Config> {
  const value =
    extname(file) === '.json' ? parseJson(store, file) : await load(store, file, importDefault)
  return checkConfig(value, store, file)
}

/** What a config file gives, checked. @throws TypeError */
export function checkConfig(value: unknown, store: Store, file: string): Config {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`${file} gives no options. Its default export is an object.`)
  }
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(keys, key)) continue
    const known = Object.keys(keys).join(', ')
    throw new TypeError(
      `${file}${lineOf(key, store, file)}: ${key} is no option. There are ${known}.`,
    )
  }
  return checked(value, store, file)
}

function checked(config: Config, store: Store, file: string): Config {
  try {
    checkOptions(config)
    createMatcher(config, compileRules(config.redact, {}, config))
    return config
  } catch (error) {
    // Whoever complains begins with the name of the option: `redact.json is a list, not string.`
    const [path = ''] = messageOf(error).split(' ')
    const name = path.replace(/^.*\.|\[.*$/g, '')
    throw new TypeError(`${file}${lineOf(name, store, file)}: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

/** `:3` where the third line is the only one that names something. */
function lineOf(name: string, store: Store, file: string): string {
  const lines = new TextDecoder().decode(store.read(file)).split('\n')
  const naming = [...lines.entries()].filter(([, line]) => line.split(/[^\w$-]+/).includes(name))
  const [only] = naming
  return naming.length === 1 && only !== undefined ? `:${only[0] + 1}` : ''
}

/** What a config file of JSON gives. @throws TypeError */
export function parseJson(store: Store, file: string): unknown {
  const source = store.read(file)
  if (source === undefined) throw new TypeError(`There is no ${file}.`)
  const text = new TextDecoder().decode(source)
  try {
    return JSON.parse(text)
  } catch (error) {
    const message = messageOf(error).replace(/ \(line \d+ column \d+\)$/, '')
    const place = placeInJson(text, message)
    throw new TypeError(`${file}${place} is no JSON: ${message}`, { cause: error })
  }
}

/** Node says at which character it gave up, unless that was the end. */
function placeInJson(text: string, message: string): string {
  const position = /\bat position (\d+)/.exec(message)?.[1] ?? text.length
  const before = text.slice(0, Number(position)).split('\n')
  return `:${before.length}:${(before.at(-1) ?? '').length + 1}`
}

async function load(store: Store, file: string, importDefault: ImportDefault): Promise<unknown> {
  try {
    return await importDefault(file)
  } catch (error) {
    const place = placeInStack(error, file)
    const fault = place === '' && file.endsWith('js') ? await faultIn(store, file) : undefined
    const what = fault?.message ?? `${messageOf(error)}${adviceOn(error)}`
    const where = fault === undefined ? place : `:${fault.line}`
    throw new TypeError(`${file}${where} cannot be loaded: ${what}`, { cause: error })
  }
}

async function faultIn(store: Store, file: string): Promise<SyntaxFault | undefined> {
  const source = store.read(file)
  return source && syntaxFault(source)
}

/** Where in the file something was thrown, or where it is no JavaScript. */
function placeInStack(error: unknown, file: string): string {
  const stack = textIn(error, 'stack') ?? messageOf(error)
  const [, ...rest] = stack.split(basename(file))
  return rest.map((text) => /^:\d+(?::\d+)?/.exec(text)?.[0]).find(Boolean) ?? ''
}

async function importByNode(file: string): Promise<unknown> {
  const module: { readonly default?: unknown } = await import(pathToFileURL(resolve(file)).href)
  return module.default
}

function adviceOn(error: unknown): string {
  const isUnread =
    error instanceof Error && 'code' in error && error.code === 'ERR_UNKNOWN_FILE_EXTENSION'
  return isUnread ? '\nNode reads TypeScript from 22.18 on. Write it as wiretape.config.js.' : ''
}

/** Whoever imports may hand on what is left of an error on its way from another process. */
function messageOf(error: unknown): string {
  return textIn(error, 'message') ?? String(error)
}

function textIn(error: unknown, key: 'message' | 'stack'): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const text: unknown = Reflect.get(error, key)
  return typeof text === 'string' ? text : undefined
}
