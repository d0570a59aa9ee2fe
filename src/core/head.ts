import { bodyLength } from './body.ts'
import { requestMethodOf } from './codec/origin.ts'
import { wireValue } from './field-value.ts'
import { type HeaderMap, headerValues, isFieldName, newHeaders } from './headers.ts'
import type { Interaction, RecordedResponse } from './model.ts'
import { remembering } from './remembering.ts'

/** The head of a response that is played. */
export interface ResponseHead {
  readonly code: number
  /** The reason phrase as a field's value is kept, empty where none was recorded. */
  readonly reason: string
  readonly headers: HeaderMap
}

/** The fields, in lower case, that speak of the connection they came over. */
export const ofTheConnection: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])

/** What a field speaks of, by its name in whatever case. */
const subjectOf = remembering((name): 'connection' | 'coding' | 'length' | 'other' => {
  const lower = name.toLowerCase()
  if (ofTheConnection.has(lower)) return 'connection'
  if (lower === 'content-encoding') return 'coding'
  return lower === 'content-length' ? 'length' : 'other'
})

/**
 * The head to play: the recorded one without what spoke of the connection, and without a length that no longer fits.
 *
 * Answers to HEAD and 304 keep their Content-Length, for it is not that of their body.
 */
export function headOf(
  interaction: Interaction,
  response: RecordedResponse = interaction.response,
): ResponseHead {
  const { code, status } = response
  return { code, reason: reasonOf(status, code), headers: playedHeaders(interaction, response) }
}

function playedHeaders(interaction: Interaction, response: RecordedResponse): HeaderMap {
  const { headers } = response
  const kept: string[] = []
  let isWhole = true
  for (const name of Object.keys(headers)) {
    if (isDropped(name, interaction, response)) isWhole = false
    else kept.push(name)
  }
  // Where nothing is dropped, a playback costs no copy.
  if (isWhole) return headers
  const played: Record<string, readonly string[]> = newHeaders()
  for (const name of kept) played[name] = headers[name] as readonly string[]
  return played
}

function isDropped(name: string, interaction: Interaction, response: RecordedResponse): boolean {
  switch (subjectOf(name)) {
    case 'other':
      return false
    case 'connection':
      return true
    case 'coding':
      return response.uncompressed
    case 'length':
      return !keepsLength(interaction, response)
  }
}

function keepsLength(interaction: Interaction, response: RecordedResponse): boolean {
  const hasNoBody = response.code === 304 || requestMethodOf(interaction) === 'HEAD'
  return hasNoBody || saysLength(response)
}

/** Where a body was cut off, its length was that of more than came. */
function saysLength({ body, error, headers, uncompressed }: RecordedResponse): boolean {
  const length = headerValues(headers, 'content-length').join()
  if (error === undefined) return length === String(bodyLength(body))
  return !uncompressed && /^\d+$/.test(length) && Number(length) > bodyLength(body)
}

function reasonOf(status: string, code: number): string {
  const prefix = String(code)
  const reason = status.startsWith(prefix) ? status.slice(prefix.length).trimStart() : status
  return /[\0\r\n]/.test(reason) ? reason.replace(/[\0\r\n]/g, ' ') : reason
}

/** Whether responses to a method or with a code have no body by definition. */
export function isBodyless(method: string, code: number): boolean {
  return method === 'HEAD' || code === 204 || code === 304 || (code >= 100 && code < 200)
}

/**
 * The fields as pairs that go over the wire, the bytes of a value a character each.
 *
 * What HTTP cannot carry, and no recorded message can have had, is left out or made harmless: a name with a blank in it, a
 * value with a line break.
 */
export function wirePairs(headers: HeaderMap): [string, string][] {
  const pairs: [string, string][] = []
  for (const name of Object.keys(headers)) {
    if (!isSendable(name)) continue
    for (const value of headers[name] as readonly string[]) pairs.push([name, sendable(value)])
  }
  return pairs
}

const isSendable = remembering(isFieldName)

function sendable(kept: string): string {
  // Most are: one look is enough.
  if (/^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(kept)) return kept
  const value = wireValue(kept).replace(/[\x00-\x08\x0a-\x1f\x7f]/g, ' ')
  return value.replace(/^[\t ]+|[\t ]+$/g, '')
}

/** Whether a response can have a code: those below 200 come before one, and there is nothing beyond three digits. */
export function isFinal(code: number): boolean {
  return code >= 200 && code <= 999
}
