import { headerValue } from '../headers.ts'
import { bodyTemplate, pairsTemplate } from './body-template.ts'
import { compareBodies } from './compare-bodies.ts'
import type { Ignore } from './ignore.ts'
import { compareHeaders } from './normal-headers.ts'
import { knownKindOf, type Normalised } from './normalise.ts'
import { comparePairs, hashPairs, type Pair } from './pairs.ts'
import type { Part } from './part.ts'
import type { SecretRules } from '../redact/rules.ts'

/** The body, by its kind. */
export const bodyPart: Part = {
  name: 'body',
  isPlace: false,
  isOfBody: true,
  key: (request) => request.bodyHash(),
  template: bodyTemplate,
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
  const kind = knownKindOf(one)
  if (kind !== undefined && kind === knownKindOf(other)) return true
  const isSame =
    one.request.body !== '' && isSameText(one, other) && contentType(one) === contentType(other)
  return isSame || one.body().kind === other.body().kind
}

function contentType({ request }: Normalised): string | undefined {
  return headerValue(request.headers, 'content-type')
}

/** What Go calls the form: the fields of a urlencoded body, and those of the query. */
export function formPart(ignore: Ignore): Part {
  const formOf = (request: Normalised): readonly Pair[] => {
    const body = request.body()
    const query = request.url.query.filter(([name]) => !ignore.form.has(name))
    return body.kind === 'form' ? [...body.pairs, ...query] : query
  }
  return {
    name: 'form',
    isPlace: false,
    key: (request) => hashPairs(formOf(request)),
    template: (recorded) =>
      isUnknown(recorded) ? bodyTemplate(recorded) : pairsTemplate(formOf(recorded), formOf),
    compare: (actual, recorded, findings) => {
      if (isUnknown(actual) || isUnknown(recorded)) return
      comparePairs(formOf(actual), formOf(recorded), 'form', findings)
    },
    isTwin: (one, other) => isUnknown(one) === isUnknown(other),
  }
}

function isUnknown(request: Normalised): boolean {
  return request.body().kind === 'unknown'
}

/** The headers that a recording keeps, and those that this one has kept. */
export function headersPart(rules: SecretRules): Part {
  const isKept = (name: string): boolean => rules.keepsRequestHeader(name)
  const keptOf = (request: Normalised): readonly Pair[] =>
    [...request.headers()].filter(([name]) => isKept(name))
  return {
    name: 'headers',
    isPlace: false,
    key: (request) => hashPairs(keptOf(request)),
    template: (recorded) => pairsTemplate([...recorded.headers()], keptOf),
    compare: (actual, recorded, findings) =>
      compareHeaders(actual.headers(), recorded.headers(), isKept, findings),
  }
}
