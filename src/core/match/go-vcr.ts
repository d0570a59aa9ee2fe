import { bodyTemplate } from './body-template.ts'
import { compareBodies } from './compare-bodies.ts'
import { compareUrls } from './compare-urls.ts'
import { headersPart, isSameKind, isSameText } from './detail-parts.ts'
import { compareText, type Findings, note } from './difference.ts'
import { contentLengthPart, goFormPart, goHostPart, recordedFields } from './go-vcr-fields.ts'
import type { Hiding } from './hiding.ts'
import type { Ignore } from './ignore.ts'
import { holdsSecrets, type NormalBody } from './normal-body.ts'
import { verbatimUrl } from './normal-url.ts'
import type { Normalised } from './normalise.ts'
import type { Part } from './part.ts'
import { methodPart } from './place-parts.ts'
import type { SecretRules } from '../redact/rules.ts'
import { urlTemplate } from './url-template.ts'

/**
 * What go-vcr's DefaultMatcher compares, over the headers that are kept.
 *
 * A live request counts as the one Go's client would have made of it: HTTP/1.1, its length known, no trailer.
 * @see https://pkg.go.dev/gopkg.in/dnaeon/go-vcr.v4/pkg/cassette#DefaultMatcher
 */
export function goVcrParts(rules: SecretRules, ignore: Ignore, hide: Hiding): readonly Part[] {
  return [
    methodPart,
    verbatimUrlPart(hide),
    headersPart(rules),
    verbatimBodyPart(ignore),
    contentLengthPart,
    goHostPart,
    goFormPart(hide),
    ...recordedFields,
  ]
}

function verbatimUrlPart(hide: Hiding): Part {
  const textOf = ({ request }: Normalised): string => verbatimUrl(request.url, hide)
  return {
    name: 'url',
    isPlace: true,
    key: textOf,
    template: urlTemplate,
    compare: (actual, recorded, findings) => {
      if (textOf(actual) === textOf(recorded)) return
      const known = findings.found.length
      compareUrls(actual.url, recorded.url, findings)
      const isLayout = findings.found.length === known && !recorded.url.isWild
      if (isLayout) note(findings, undefined, textOf(actual), textOf(recorded))
    },
  }
}

function verbatimBodyPart(ignore: Ignore): Part {
  const leavesOut = ignore.json.length > 0 || ignore.form.size > 0
  return {
    name: 'body',
    isPlace: false,
    key: (request) => request.bodyHash(),
    template: bodyTemplate,
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
  const known = findings.found.length
  compareBodies(actual, recorded, findings)
  const isLayout = findings.found.length === known && !leavesOut && !holdsSecrets(recorded)
  if (isLayout && 'text' in actual && 'text' in recorded) {
    compareText(actual.text, recorded.text, undefined, findings)
  }
}
