import { isFinal } from '../head.ts'
import { isFieldName } from '../headers.ts'
import type { Interaction } from '../model.ts'
import type { LintFinding } from './finding.ts'

/** What was written by hand and cannot be played as it stands. */
export interface Unplayable extends Pick<LintFinding, 'level' | 'message'> {
  readonly code: 'unplayable' | 'status'
  /** The field it is about: `response.code`. */
  readonly place: string
}

/** Says what no response can have, what no request can mean, and where a response says two things of itself. */
export function unplayableIn({ request, response }: Interaction): readonly Unplayable[] {
  const { code, status, headers } = response
  const found: Unplayable[] = []
  if (!isUrl(request.url)) found.push(warning('request.url', noUrl))
  if (!isFinal(code)) {
    const message = `no response has the code ${code}: where it would be played, it is refused.`
    found.push({ code: 'unplayable', level: 'error', place: 'response.code', message })
  }
  const said = /^\d{3}\b/.exec(status)?.[0]
  if (said !== undefined && Number(said) !== code) {
    const message = `status says ${said}, and code ${code}, which is what is played.`
    found.push({ code: 'status', level: 'warning', place: 'response.status', message })
  }
  const nameless = Object.keys(headers).filter((name) => !isFieldName(name))
  return found.concat(nameless.map((name) => warning(`response.headers.${name}`, noName(name))))
}

const noUrl = 'is no URL with a protocol and a host: it matches only where URLs are not compared.'

const noName = (name: string): string =>
  `${JSON.stringify(name)} is no name of a field: it is left out where it would be played.`

function isUrl(url: string): boolean {
  return /^https?:\/\/[^/?#]/i.test(url) && URL.canParse(url)
}

function warning(place: string, message: string): Unplayable {
  return { code: 'unplayable', level: 'warning', place, message }
}
