import type { MatchOptions } from '../core/match/matcher.ts'
import type { Advice } from '../core/match/explain/remedies.ts'
import type { Interaction } from '../core/model.ts'
import type { HeaderOptions } from '../core/redact/header-policy.ts'
import type { RedactOptions } from '../core/redact/options.ts'
import { parseMode } from '../core/modes.ts'
import { checkPacing } from '../core/check-pacing.ts'
import type { Pacing } from '../core/timeline.ts'
import type { Clock } from './clock.ts'
import type { HttpRequest } from './http-request.ts'
import { isRegExp } from '../core/realms.ts'

/** Requests that are sent and not remembered: a host, a pattern of the URL, or a function of the request. */
export type PassthroughRule = string | RegExp | ((request: HttpRequest) => boolean)

/**
 * Whether an interaction may be played again: `'once'` plays each once, in order; `'last'` plays in order and then the
 * last again and again; `'any'` plays the first that matches, always.
 */
export type Repeats = 'once' | 'last' | 'any'

/** How a recorder behaves. Everything has a default. */
export interface RecorderOptions extends MatchOptions, Pacing, HeaderOptions, Advice {
  /**
   * What happens on a match and on a miss: `once`, `replay`, `record`, `new-episodes`, `passthrough`, or what other
   * tools call them. `WIRETAPE_MODE` stands above it.
   *
   * @defaultValue `'replay'` where `CI` is set, else `'once'`
   */
  readonly mode?: string
  /** @defaultValue `'once'` */
  readonly repeats?: Repeats
  /** What is sent without being recorded or matched, in every mode. A string is a host, with or without its port. */
  readonly passthrough?: readonly PassthroughRule[]
  /** What is taken out of recordings, added to the rules that are built in; `false` turns all off. */
  readonly redact?: RedactOptions | false
  /**
   * What becomes of a secret in what is about to be kept: `'redact'` puts a placeholder in its place; `'refuse'` ends the
   * recording with a `SecretFoundError`, and nothing is written. Header fields that are not kept do not count.
   *
   * @defaultValue `'redact'`
   */
  readonly onSecret?: 'redact' | 'refuse'
  /** Changes what is about to be kept, synchronously; null drops it. What it returns is redacted again. */
  readonly beforeRecord?: (interaction: Interaction) => Interaction | null
  /** Changes what is about to be played, synchronously. The cassette stays as it is. */
  readonly beforeReplay?: (interaction: Interaction, request: HttpRequest) => Interaction
  /** The largest body, decoded, that is kept, in bytes. @defaultValue 64 MiB; 256 MiB at most */
  readonly maxBodyBytes?: number
  /** What `stop()` does where interactions were never played. @defaultValue `'ignore'` */
  readonly unused?: 'ignore' | 'warn' | 'fail'
  /** `'global'` lets a test's fake timers drive playback. @defaultValue `'process'`, the real time */
  readonly clock?: 'process' | 'global' | Clock
  /** Where `WIRETAPE_MODE`, `CI` and the values of secrets are looked up. @defaultValue `process.env` */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Where warnings go, a text each. @defaultValue stderr */
  readonly onWarning?: (message: string) => void
}

const mebibyte = 1_048_576
const mostBodyBytes = 256 * mebibyte

/** The body limit where none is given, in bytes. */
export const defaultMaxBodyBytes: number = 64 * mebibyte

/** Checks options where they were passed. @throws TypeError that names the option, its value and what it may be. */
export function checkOptions(options: RecorderOptions): void {
  checkPacing(options)
  oneOf('repeats', options.repeats, ['once', 'last', 'any'])
  oneOf('onSecret', options.onSecret, ['redact', 'refuse'])
  oneOf('unused', options.unused, ['ignore', 'warn', 'fail'])
  const max = options.maxBodyBytes
  if (max !== undefined && !(Number.isInteger(max) && max >= 0 && max <= mostBodyBytes)) {
    throw new TypeError(
      `maxBodyBytes is ${String(max)}. It is a whole number of bytes, ${mostBodyBytes} (256 MiB) at most.`,
    )
  }
  if (options.mode !== undefined) parseMode(options.mode, 'mode')
  checkPassthrough(options.passthrough ?? [])
  checkHooks(options)
}

function checkHooks(options: RecorderOptions): void {
  for (const name of ['beforeRecord', 'beforeReplay'] as const) {
    const hook: unknown = options[name]
    if (hook === undefined || typeof hook === 'function') continue
    throw new TypeError(`${name} is ${JSON.stringify(hook)}. It is a function.`)
  }
}

function checkPassthrough(rules: unknown): void {
  if (!Array.isArray(rules)) {
    throw new TypeError(`passthrough is ${JSON.stringify(rules)}. It is a list.`)
  }
  for (const rule of rules as readonly unknown[]) {
    if (typeof rule === 'function' || isRegExp(rule)) continue
    if (typeof rule !== 'string') {
      throw new TypeError(
        `passthrough holds ${String(rule)}. It holds hosts, RegExps and functions.`,
      )
    }
    // A URL meets no request, and what was to be left out would be recorded.
    if (/[\s/?#@*]/.test(rule) || rule === '') {
      throw new TypeError(
        `passthrough holds ${JSON.stringify(rule)}, which is no host. One is like 'example.com' or 'localhost:8080'.`,
      )
    }
  }
}

function oneOf(name: string, value: string | undefined, values: readonly string[]): void {
  if (value === undefined || values.includes(value)) return
  const quoted = values.map((known) => `'${known}'`).join(', ')
  throw new TypeError(`${name} is ${JSON.stringify(value)}. It is one of ${quoted}.`)
}

/** Whether a request is to be sent and not remembered. */
export function passesThrough(rules: readonly PassthroughRule[], request: HttpRequest): boolean {
  if (passesByUrl(rules, request.url)) return true
  return rules.some((rule) => typeof rule === 'function' && rule(request))
}

/** The same, as far as the URL tells. */
export function passesByUrl(rules: readonly PassthroughRule[], url: string): boolean {
  return rules.some((rule) => {
    if (typeof rule === 'function') return false
    if (typeof rule !== 'string')
      return new RegExp(rule.source, rule.flags.replace(/[gy]/g, '')).test(url)
    const { host, hostname } = new URL(url)
    const wanted = rule.toLowerCase()
    return host === wanted || hostname === wanted
  })
}
