import { bodyLength } from '../body.ts'
import { keptDecoded } from '../field-value.ts'
import { headerPairs, headerValue } from '../headers.ts'
import type { RecordedRequest } from '../model.ts'
import { compareText, note } from './difference.ts'
import type { Hiding } from './hiding.ts'
import { holdsSecrets } from './normal-body.ts'
import type { Normalised } from './normalise.ts'
import { comparePairs, type Pair, readPairs } from './pairs.ts'
import type { Part } from './part.ts'

/** Fields that Go's client always fills in the same way: only the recorded side can differ. */
export const recordedFields: readonly Part[] = [
  constant('proto', 'HTTP/1.1', ({ proto }) => proto),
  constant('proto_major', 1, ({ protoMajor }) => protoMajor),
  constant('proto_minor', 1, ({ protoMinor }) => protoMinor),
  constant('transfer_encoding', '', ({ transferEncoding }) => transferEncoding?.join(', ')),
  constant('trailer', '', ({ trailer = {} }) => Object.keys(trailer).join(', ')),
  constant('remote_addr', '', ({ remoteAddr }) => remoteAddr),
  constant('request_uri', '', ({ requestUri }) => requestUri),
]

/** What only a recorded request has: a live one counts as what Go would have made of it. */
type Fields = Partial<RecordedRequest>

function constant(
  name: string,
  live: string | number,
  read: (recorded: Fields) => string | number | undefined,
): Part {
  const valueOf = ({ request }: Normalised): string | number => read(request as Fields) ?? live
  return detail(name, {
    compare: (_, recorded, findings) => {
      if (valueOf(recorded) !== live) note(findings, undefined, live, valueOf(recorded))
    },
    isTwin: (one, other) => valueOf(one) === valueOf(other),
  })
}

function detail(name: string, rest: Pick<Part, 'compare' | 'isTwin'>): Part {
  return { name, isPlace: false, key: () => 0, ...rest }
}

/** The length Go knew: -1 where it did not, and nothing to go by where a secret was taken out. */
export const contentLengthPart: Part = detail('content_length', {
  compare: (actual, recorded, findings) => {
    const { body } = actual.request
    if (body === undefined || !isWrong(recorded) || holdsSecrets(recorded.body())) return
    note(findings, undefined, bodyLength(body), (recorded.request as Fields).contentLength)
  },
  isTwin: (one, other) => !isWrong(one) && !isWrong(other),
})

function isWrong({ request }: Normalised): boolean {
  const { contentLength = -1, body = '' } = request as Fields
  return contentLength !== -1 && contentLength !== bodyLength(body)
}

/** The Host header. Go takes an empty one for the URL's. */
export const goHostPart: Part = detail('host', {
  compare: (actual, recorded, findings) => {
    const host = hostOf(recorded)
    if (host !== '') compareText(actual.url.host, host, undefined, findings)
  },
  isTwin: (one, other) => hostOf(one) === hostOf(other),
})

function hostOf({ request }: Normalised): string {
  return ((request as Fields).host ?? '').toLowerCase()
}

const withForm = new Set(['POST', 'PUT', 'PATCH'])

/** `Request.Form`: the urlencoded body where the method has one, and the query. */
export function goFormPart(hide: Hiding): Part {
  const hidden = (pairs: readonly Pair[]): readonly Pair[] =>
    hide.form(hide.query(pairs, hide.text))
  const recordedForm = ({ request }: Normalised): readonly Pair[] | undefined => {
    const { form } = request as Fields
    return form && hidden([...headerPairs(form)])
  }
  return detail('form', {
    compare: (actual, recorded, findings) => {
      const form = recordedForm(recorded)
      if (form === undefined || actual.body().kind === 'unknown') return
      comparePairs(hidden(liveForm(actual)), form, 'form', findings)
    },
    isTwin: (one, other) =>
      JSON.stringify(recordedForm(one)) === JSON.stringify(recordedForm(other)),
  })
}

/** Go reads any body of that type as a form, and none of another. */
function liveForm({ method, url, request }: Normalised): readonly Pair[] {
  const type = headerValue(request.headers, 'content-type') ?? ''
  const isForm = withForm.has(method) && /^\s*application\/x-www-form-urlencoded/i.test(type)
  const fields = isForm && typeof request.body === 'string' ? readPairs(request.body) : []
  return [...fields, ...url.query].map(([name, value]) => [keptDecoded(name), keptDecoded(value)])
}
