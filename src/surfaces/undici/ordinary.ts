import { isBytes } from '../../core/realms.ts'
import type { DispatchOptions } from './request.ts'

/** What else undici reads of the options of a request, and may refuse. */
export interface AllOptions extends DispatchOptions {
  readonly reset?: unknown
  readonly expectContinue?: unknown
  readonly throwOnError?: unknown
  readonly maxRedirections?: unknown
  readonly typeOfService?: unknown
}

/**
 * Whether a request is one that every undici takes, as nearly all are.
 *
 * Of some that it takes this says no. It never says yes of one that it does not.
 */
export function isOrdinary(options: AllOptions): boolean {
  const { method, path, query, body, headers } = options
  if (!methods.has(method) || typeof path !== 'string' || !ordinaryPath.test(path)) return false
  if ((query ?? undefined) !== undefined || !hasOrdinaryLimits(options)) return false
  return isOrdinaryBody(body) && areOrdinary(headers)
}

const methods: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
])

const ordinaryPath = /^\/[!-~]*$/

function hasOrdinaryLimits(options: AllOptions): boolean {
  const { upgrade, reset, expectContinue, throwOnError, typeOfService } = options
  const said = upgrade ?? reset ?? expectContinue ?? throwOnError ?? typeOfService
  if ((said ?? undefined) !== undefined || Boolean(options.maxRedirections)) return false
  return isTime(options.headersTimeout) && isTime(options.bodyTimeout)
}

function isTime(limit: number | null | undefined): boolean {
  return (limit ?? undefined) === undefined || (Number.isFinite(limit) && Number(limit) >= 0)
}

function isOrdinaryBody(body: unknown): boolean {
  if ((body ?? undefined) === undefined || typeof body === 'string' || isBytes(body)) return true
  // A form has none: undici 8 takes only its own.
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}

function areOrdinary(headers: unknown): boolean {
  if ((headers ?? undefined) === undefined) return true
  if (typeof headers !== 'object' || headers === null) return false
  if (Array.isArray(headers)) return areOrdinaryPairs(headers)
  if (Symbol.iterator in headers) return false
  for (const name of Object.keys(headers)) {
    if (!isOrdinaryField(name, Reflect.get(headers, name))) return false
  }
  return true
}

function areOrdinaryPairs(flat: readonly unknown[]): boolean {
  if (flat.length % 2 !== 0) return false
  for (let at = 0; at < flat.length; at += 2) {
    const name = flat[at]
    // It may not come twice.
    if (name === 'content-length' || !isOrdinaryField(name, flat[at + 1])) return false
  }
  return true
}

function isOrdinaryField(name: unknown, value: unknown): boolean {
  if (typeof name !== 'string' || typeof value !== 'string') return false
  if (name === 'content-length') return digits.test(value)
  return ordinaryName.test(name) && ordinaryValue.test(value)
}

const digits = /^\d+$/
const ordinaryValue = /^[\t -~]*$/
/** All but those that undici looks into. */
const ordinaryName =
  /^(?!(?:connection|content-length|expect|host|keep-alive|transfer-encoding|upgrade)$)[a-z\d-]+$/i
