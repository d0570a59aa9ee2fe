import { plainName } from './names.ts'
import { noSpans, type Span } from '../span.ts'

// Parameters of URLs that stand in a text. Fewer than of real queries: a text may speak of `?key=...`.
const parameters = new Set([
  'x-amz-signature',
  'x-amz-credential',
  'x-amz-security-token',
  'x-goog-signature',
  'x-goog-credential',
  'awsaccesskeyid',
  'signature',
  'sig',
  'access_token',
  'refresh_token',
  'id_token',
  'api_key',
  'apikey',
  'api-key',
  'client_secret',
  'secret',
  'accountkey',
  'sharedaccesskey',
  'sharedaccesssignature',
])
const variable = /(?:^|_)(?:API_KEY|TOKEN|SECRET|PASSWORD|ACCESS_KEY|PRIVATE_KEY|PASSPHRASE)$/
// What OpenWeatherMap calls its key. Elsewhere it is the name of a program, which does not look so.
const appId = /[0-9a-f]{32}(?![\w.~-])/iy
const longestName = 40
const noNames: ReadonlySet<string> = new Set()
const endOfEscape = /^(?:u00[0-9a-f]{2}|amp;|[nrt](?=[A-Z]))/i
const parameterValue = /[^\s&"'<>\\#;,(){}[\]=]{8,}={0,2}/y
const variableValue = /\\?["']?([\w+/.~-]{12,}={0,2})/y

/**
 * Finds `sig=...` in URLs that stand in a text, and `ACME_API_KEY=...`: values with a digit in them.
 *
 * @param kept - Names that are none of a secret, in plain form.
 */
export function textParameters(text: string, kept: ReadonlySet<string> = noNames): readonly Span[] {
  let equals = text.indexOf('=')
  if (equals === -1) return noSpans
  const spans: Span[] = []
  while (equals !== -1) {
    const span = valueAfter(text, equals, kept)
    if (span !== undefined) spans.push(span)
    equals = text.indexOf('=', span?.end ?? equals + 1)
  }
  return spans
}

function valueAfter(text: string, equals: number, kept: ReadonlySet<string>): Span | undefined {
  const name = nameBefore(text, equals)
  if (name.length < 3) return undefined
  const isVariable = variable.test(name)
  const pattern = isVariable ? variableValue : valueOf(name.toLowerCase())
  if (pattern === undefined || kept.has(plainName(name))) return undefined
  pattern.lastIndex = equals + 1
  const match = pattern.exec(text)
  if (match === null || !/\d/.test(match[0])) return undefined
  const end = pattern.lastIndex
  const start = end - (match[1] ?? match[0]).length
  return { start, end, rule: isVariable ? 'assignment' : 'url-parameter', form: 'url' }
}

function valueOf(parameter: string): RegExp | undefined {
  if (parameter === 'appid') return appId
  return parameters.has(parameter) ? parameterValue : undefined
}

function nameBefore(text: string, equals: number): string {
  let start = equals
  while (equals - start < longestName && isNameUnit(text.charCodeAt(start - 1))) start -= 1
  const name = text.slice(start, equals)
  return text[start - 1] === '\\' ? name.replace(endOfEscape, '') : name
}

function isNameUnit(unit: number): boolean {
  return (
    (unit >= 0x61 && unit <= 0x7a) ||
    (unit >= 0x41 && unit <= 0x5a) ||
    (unit >= 0x30 && unit <= 0x39) ||
    unit === 0x5f ||
    unit === 0x2d
  )
}
