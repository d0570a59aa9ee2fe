import type { Body } from '../body.ts'
import { bodyText } from '../redact/body-text.ts'
import { hashBytes, hashText } from './hash.ts'
import type { Hiding } from './hiding.ts'
import type { Ignore } from './ignore.ts'
import { type JsonValue, readJson } from './json/json.ts'
import { hashJson } from './json/hash.ts'
import { hideSecrets, mapTexts, withoutPath } from './json/prune.ts'
import { readMultipart } from './multipart.ts'
import { byName, hashPairs, type Pair, readPairs } from './pairs.ts'
import { secret, wild } from './wild.ts'

/**
 * A body as it is compared. `unknown` was too large to keep or to read, and fits any other.
 *
 * Equal bodies have equal hashes, whatever their kinds.
 */
export type NormalBody =
  | { readonly kind: 'unknown'; readonly hash: number }
  | {
      readonly kind: 'json'
      readonly hash: number
      readonly text: string
      readonly value: JsonValue
    }
  | {
      readonly kind: 'form'
      readonly hash: number
      readonly text: string
      readonly pairs: readonly Pair[]
    }
  | {
      readonly kind: 'text'
      readonly hash: number
      readonly text: string
      readonly pairs: readonly Pair[]
    }
  | { readonly kind: 'multipart'; readonly hash: number; readonly pairs: readonly Pair[] }
  | {
      readonly kind: 'bytes'
      readonly hash: number
      readonly bytes: Uint8Array
      /** A unit for each byte, where they hold a secret or a placeholder, with that one wild. */
      readonly text?: string
    }

const empty: NormalBody = { kind: 'text', hash: hashPairs([]), text: '', pairs: [] }

/** Makes the function that normalises bodies, given a body and its Content-Type, which only texts are asked for. */
export function bodyNormaliser(
  ignore: Ignore,
  hide: Hiding,
): (body: Body | undefined, contentType: () => string | undefined) => NormalBody {
  const jsonOf = (text: string, parsed: JsonValue): NormalBody => {
    hideSecrets(parsed, hide.isSecretJsonKey)
    const left = ignore.hasPatterns ? mapTexts(parsed, ignore.inText) : parsed
    const value = ignore.json.reduce(withoutPath, left)
    return { kind: 'json', hash: hashJson(value), text, value }
  }

  const textOf = (text: string, contentType: () => string | undefined): NormalBody => {
    const pairs = byName(hide.form(readPairs(text)))
    return {
      kind: isForm(text, contentType()) ? 'form' : 'text',
      hash: hashPairs(pairs),
      text,
      pairs,
    }
  }

  const bytesOf = (bytes: Uint8Array): NormalBody => {
    const text = hide.text(bodyText(bytes))
    return text.includes(wild)
      ? { kind: 'bytes', hash: hashText(text), bytes, text }
      : { kind: 'bytes', hash: hashBytes(bytes), bytes }
  }

  return (body, contentType) => {
    if (body === undefined) return { kind: 'unknown', hash: 0 }
    if (body === '') return empty
    const parts = readMultipart(body)
    if (parts !== undefined) {
      const pairs = hide.form(parts)
      return { kind: 'multipart', hash: hashPairs(pairs), pairs }
    }
    if (typeof body !== 'string') return bytesOf(body)
    const text = hide.text(body)
    const value = readJson(text)
    return value === undefined ? textOf(text, contentType) : jsonOf(text, value)
  }
}

function isForm(text: string, contentType: string | undefined): boolean {
  if (contentType === undefined) return /^[^\s=&]+=\S*$/.test(text)
  return /^\s*application\/x-www-form-urlencoded/i.test(contentType)
}

/** Whether a recorded body may match others than those of its hash. */
export function bodyHoldsWild(body: NormalBody): boolean {
  if (body.kind === 'json' && !mayHoldWild(body.text)) return false
  return body.kind === 'unknown' || bodyHolds(body, wild)
}

// An escape may stand for it.
function mayHoldWild(json: string): boolean {
  return json.includes(wild) || json.includes('\\u')
}

/** Whether secrets were taken out of a body, so that it is no longer the text that was sent. */
export function holdsSecrets(body: NormalBody): boolean {
  return body.kind === 'unknown' || bodyHoldsWild(body) || bodyHolds(body, secret)
}

function bodyHolds(body: Exclude<NormalBody, { kind: 'unknown' }>, token: string): boolean {
  switch (body.kind) {
    case 'json':
      return jsonHolds(body.value, token)
    case 'form':
    case 'multipart':
      return body.pairs.some(([, value]) => value.includes(token))
    case 'text':
      return body.text.includes(token)
    case 'bytes':
      return body.text?.includes(token) === true
  }
}

function jsonHolds(value: JsonValue | undefined, token: string): boolean {
  if (typeof value === 'string') return value.includes(token)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some((member) => jsonHolds(member, token))
}
