import type { HeaderMap } from '../headers.ts'
import { type Findings, compareText, isEnough } from './difference.ts'
import type { Hiding } from './hiding.ts'
import type { Ignore } from './ignore.ts'
import type { SecretRules } from '../redact/rules.ts'

/** Header fields as they are compared: names in lower case, the values of one name joined as HTTP joins them. */
export type NormalHeaders = ReadonlyMap<string, string>

// How a message is framed is not what it says.
const framing = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Makes the function that normalises headers. Credentials and framing are left out. */
export function headerNormaliser(
  rules: SecretRules,
  ignore: Ignore,
  hide: Hiding,
): (headers: HeaderMap) => NormalHeaders {
  return (headers) => {
    const normal = new Map<string, string>()
    for (const [key, values] of Object.entries(headers)) {
      const name = key.toLowerCase()
      if (framing.has(name) || ignore.headers.has(name) || rules.isSecretHeader(name)) continue
      const value = values.join(', ')
      normal.set(name, hide.text(name === 'content-type' ? withoutBoundary(value) : value))
    }
    return normal
  }
}

function withoutBoundary(contentType: string): string {
  return contentType.replace(/;\s*boundary=("[^"]*"|[^;]*)/i, '')
}

/**
 * Compares headers. A field that only the live request has counts if a recording would have kept it.
 */
export function compareHeaders(
  actual: NormalHeaders,
  recorded: NormalHeaders,
  isKept: (name: string) => boolean,
  findings: Findings,
): void {
  for (const [name, value] of recorded) {
    if (isEnough(findings)) return
    compareText(actual.get(name), value, `headers.${name}`, findings)
  }
  for (const [name, value] of actual) {
    if (isEnough(findings)) return
    if (!recorded.has(name) && isKept(name)) {
      compareText(value, undefined, `headers.${name}`, findings)
    }
  }
}
