import { compareBodies } from './compare-bodies.ts'
import { headersPart, isSameKind, isSameText } from './detail-parts.ts'
import { compareText, type Findings, note } from './difference.ts'
import { contentLengthPart, goFormPart, goHostPart, recordedFields } from './go-vcr-fields.ts'
import type { Hiding } from './hiding.ts'
import type { Ignore } from './ignore.ts'
import { bodyHoldsBlank, bodyHoldsWild, type NormalBody } from './normal-body.ts'
import type { Part } from './part.ts'
import { methodPart } from './place-parts.ts'
import type { SecretRules } from '../redact/rules.ts'
import { wild } from './wild.ts'

/**
 * What go-vcr's DefaultMatcher compares, over the headers that are kept.
 *
 * A live request counts as the one Go's client would have made of it: HTTP/1.1, its length known, no trailer.
 * @see https://pkg.go.dev/gopkg.in/dnaeon/go-vcr.v4/pkg/cassette#DefaultMatcher
 */
export function goVcrParts(rules: SecretRules, ignore: Ignore, hide: Hiding): readonly Part[] {
  return [
    methodPart,
    verbatimUrlPart,
    headersPart(rules),
    verbatimBodyPart(ignore),
    contentLengthPart,
    goHostPart,
    goFormPart(hide),
    ...recordedFields,
  ]
}

const verbatimUrlPart: Part = {
  name: 'url',
  isPlace: true,
  key: ({ url }) => url.verbatim,
  pieces: ({ url }) => [`${url.scheme}://${url.host}`, url.path],
  isWild: ({ url }) => url.verbatim.includes(wild),
  compare: (actual, recorded, findings) =>
    compareText(actual.url.verbatim, recorded.url.verbatim, undefined, findings),
}

function verbatimBodyPart(ignore: Ignore): Part {
  const leavesOut = ignore.json.length > 0 || ignore.form.size > 0
  return {
    name: 'body',
    isPlace: false,
    key: (request) => request.bodyHash(),
    isWild: (recorded) => bodyHoldsWild(recorded.body()),
    compare: (actual, recorded, findings) => {
      if (!isSameText(actual, recorded)) {
        compareVerbatim(actual.body(), recorded.body(), leavesOut, findings)
      }
    },
    isTwin: isSameKind,
  }
}

/** Where only the layout of a text differs, the texts differ as a whole. */
function compareVerbatim(
  actual: NormalBody,
  recorded: NormalBody,
  leavesOut: boolean,
  findings: Findings,
): void {
  if ('text' in actual && 'text' in recorded && findings.allows(actual.text, recorded.text)) return
  const known = findings.found.length
  compareBodies(actual, recorded, findings)
  const isLayout = findings.found.length === known && !leavesOut && !bodyHoldsBlank(recorded)
  if (isLayout && 'text' in actual && 'text' in recorded) {
    note(findings, undefined, actual.text, recorded.text)
  }
}
