import { headerValue } from '../headers.ts'
import { compareBodies } from './compare-bodies.ts'
import { bodyHoldsWild } from './normal-body.ts'
import { compareHeaders } from './normal-headers.ts'
import type { Normalised } from './normalise.ts'
import { comparePairs, hashPairs, holdsWild, type Pair } from './pairs.ts'
import type { Part } from './part.ts'
import type { SecretRules } from '../redact/rules.ts'

/** The body, by its kind. */
export const bodyPart: Part = {
  name: 'body',
  isPlace: false,
  key: (request) => request.bodyHash(),
  isWild: (recorded) => bodyHoldsWild(recorded.body()),
  compare: (actual, recorded, findings) => {
    if (!isSameText(actual, recorded)) compareBodies(actual.body(), recorded.body(), findings)
  },
  isTwin: isSameKind,
}

/** Whether two bodies are one text: then they are equal, and need no parsing. */
export function isSameText(actual: Normalised, recorded: Normalised): boolean {
  return typeof actual.request.body === 'string' && actual.request.body === recorded.request.body
}

/** Whether two bodies are read in the same way. */
export function isSameKind(one: Normalised, other: Normalised): boolean {
  const isSame =
    one.request.body !== '' && isSameText(one, other) && contentType(one) === contentType(other)
  return isSame || one.body().kind === other.body().kind
}

function contentType({ request }: Normalised): string | undefined {
  return headerValue(request.headers, 'content-type')
}

/** What Go calls the form: the fields of a urlencoded body, and those of the query. */
export const formPart: Part = {
  name: 'form',
  isPlace: false,
  key: (request) => hashPairs(formOf(request)),
  isWild: (recorded) => recorded.body().kind === 'unknown' || holdsWild(formOf(recorded)),
  compare: (actual, recorded, findings) => {
    if (actual.body().kind === 'unknown' || recorded.body().kind === 'unknown') return
    comparePairs(formOf(actual), formOf(recorded), 'form', findings)
  },
}

function formOf(request: Normalised): readonly Pair[] {
  const body = request.body()
  return body.kind === 'form' ? [...body.pairs, ...request.url.query] : request.url.query
}

/** The headers that a recording keeps, and those that this one has kept. */
export function headersPart(rules: SecretRules): Part {
  const isKept = (name: string): boolean => rules.keepsRequestHeader(name)
  return {
    name: 'headers',
    isPlace: false,
    key: (request) => hashPairs([...request.headers()].filter(([name]) => isKept(name))),
    isWild: (recorded) => holdsWild([...recorded.headers()]),
    compare: (actual, recorded, findings) =>
      compareHeaders(actual.headers(), recorded.headers(), isKept, findings),
  }
}
