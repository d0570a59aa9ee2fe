import { isFieldName } from '../../core/headers.ts'
import { remembering } from '../../core/remembering.ts'
import { isStream } from './payload.ts'

/**
 * Throws for what can be no request, in fetch's own words: in a replay nobody asks fetch itself.
 *
 * What plainly is one is not made a Request: to make one takes longer than to find what is played.
 *
 * @throws TypeError as fetch does
 */
export function checkInit(url: string, { method, headers, body, duplex }: RequestInit): void {
  if (method !== undefined && !isUsual.test(method)) void new Request(url, { method })
  if (headers !== undefined && !arePlain(headers)) void new Headers(headers)
  if (duplex !== 'half' && isStream(body)) {
    const init = { method: 'POST', body: new ReadableStream() }
    void new Request(url, duplex === undefined ? init : { ...init, duplex })
  }
}

const isUsual = /^(?:delete|get|head|options|patch|post|put)$/i

function arePlain(headers: NonNullable<RequestInit['headers']>): boolean {
  if (headers instanceof Headers) return true
  if (Symbol.iterator in headers) return false
  for (const name in headers) {
    const value: unknown = headers[name]
    if (typeof value !== 'string' || !isPlainValue.test(value) || !isName(name)) return false
  }
  return true
}

const isPlainValue = /^[\x20-\x7e]*$/
const isName = remembering(isFieldName)
