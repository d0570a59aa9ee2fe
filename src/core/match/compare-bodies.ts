import { bodyText } from '../redact/body-text.ts'
import { type Findings, compareText, note } from './difference.ts'
import { compareJson } from './json/compare.ts'
import type { NormalBody } from './normal-body.ts'
import { comparePairs } from './pairs.ts'

/** Compares bodies by their kind. A text is a form where the other side is one. */
export function compareBodies(actual: NormalBody, recorded: NormalBody, findings: Findings): void {
  if (actual.kind === 'unknown' || recorded.kind === 'unknown') return
  if (actual.kind === 'json' && recorded.kind === 'json') {
    compareJson(actual.value, recorded.value, findings)
  } else if (actual.kind === 'bytes' && recorded.kind === 'bytes') {
    compareBytes(actual, recorded, findings)
  } else if (actual.kind === 'text' && recorded.kind === 'text') {
    compareText(actual.text, recorded.text, undefined, findings)
  } else if (
    'pairs' in actual &&
    'pairs' in recorded &&
    isMultipart(actual) === isMultipart(recorded)
  ) {
    comparePairs(actual.pairs, recorded.pairs, 'form', findings)
  } else {
    note(findings, undefined, wholeOf(actual), wholeOf(recorded))
  }
}

type Bytes = Extract<NormalBody, { kind: 'bytes' }>

function compareBytes(actual: Bytes, recorded: Bytes, findings: Findings): void {
  if (actual.text !== undefined || recorded.text !== undefined) {
    compareText(textOf(actual), textOf(recorded), undefined, findings)
  } else if (!isSameBytes(actual.bytes, recorded.bytes)) {
    note(findings, undefined, actual.bytes, recorded.bytes)
  }
}

function textOf({ bytes, text }: Bytes): string {
  return text ?? bodyText(bytes)
}

function isMultipart(body: NormalBody): boolean {
  return body.kind === 'multipart'
}

function wholeOf(body: Exclude<NormalBody, { kind: 'unknown' }>): unknown {
  switch (body.kind) {
    case 'json':
      return body.value
    case 'bytes':
      return body.text ?? body.bytes
    case 'form':
    case 'text':
      return body.text
    case 'multipart':
      return Object.fromEntries(body.pairs)
  }
}

function isSameBytes(actual: Uint8Array, recorded: Uint8Array): boolean {
  return (
    actual.length === recorded.length && actual.every((byte, index) => byte === recorded[index])
  )
}
