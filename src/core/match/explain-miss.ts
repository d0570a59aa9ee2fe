import { headerPairs } from '../headers.ts'
import { secretsInCredential, secretsInUserinfo } from '../redact/credentials.ts'
import { redactMessage } from '../redact/message.ts'
import type { SecretRules } from '../redact/rules.ts'
import { Vault } from '../redact/vault.ts'
import { excerpt } from './excerpt.ts'
import type { InteractionIndex } from './interaction-index.ts'
import type { Miss, Nearest } from './miss.ts'
import { type Near, nearestTo } from './nearest.ts'
import type { Comparable, Normalised } from './normalise.ts'
import { remediesFor } from './remedies.ts'
import { type Say, shownDifference } from './shown-difference.ts'
import { readable } from './wild.ts'

/** What a miss is explained with. */
export interface MissContext {
  readonly index: InteractionIndex
  readonly rules: SecretRules
  readonly isPlayed: (position: number) => boolean
  readonly playedCount: number
  /** The file of the cassette, as the user named it. */
  readonly cassette: string
  readonly mode: string
  /** The recorded origins that fit, where the request did not say which one is meant. */
  readonly origins?: readonly string[]
}

const mostShown = 3
const mostDifferences = 20

/** Explains why nothing matches a request: what came nearest, how it differs, and what to do. */
export function explainMiss(request: Comparable, context: MissContext): Miss {
  const { index, rules, cassette, mode, playedCount: played, origins = [] } = context
  const { matcher, interactions } = index
  const say = sayer(request, rules)
  const live = matcher.normalise(request)
  const nearest = nearestTo(request, index, context.isPlayed).slice(0, mostShown)
  const shown = nearest.map((near) => shownNearest(near, live, index, say))
  const comparedParts = matcher.parts.map(({ name }) => name)
  return {
    request: { method: say(live.method), url: say(urlOf(live)), body: shownBody(live, say) },
    cassette,
    mode,
    counts: { interactions: interactions.length, played },
    comparedParts: matcher.functions.length === 0 ? comparedParts : [...comparedParts, 'function'],
    nearest: shown,
    origins,
    suggestions: remediesFor({
      nearest: shown[0],
      differences: nearest[0]?.differences,
      comparedParts,
      origins,
    }),
  }
}

/** Makes texts fit to be seen: the rules are asked, and what the request's own credentials are is looked for too. */
function sayer(request: Comparable, rules: SecretRules): Say {
  const vault = new Vault()
  if (!rules.isOff) {
    for (const [name, value] of headerPairs(request.headers)) {
      if (!rules.isSecretHeader(name)) continue
      for (const secret of secretsInCredential(name, value)) vault.learn(secret)
    }
    const userinfo = /^[\w+.-]+:\/\/([^/?#]*)@/.exec(request.url)?.[1]
    if (userinfo !== undefined)
      for (const secret of secretsInUserinfo(userinfo)) vault.learn(secret)
  }
  return (text) => redactMessage(readable(text), rules, vault)
}

function shownNearest(near: Near, live: Normalised, index: InteractionIndex, say: Say): Nearest {
  const { position, isPlayed, differences } = near
  const recorded = index.normalAt(position)
  return {
    id: index.interactions[position]?.id ?? position,
    position,
    method: say(recorded.method),
    url: say(urlOf(recorded)),
    played: isPlayed,
    isBodyCompared: live.body().kind !== 'unknown' && recorded.body().kind !== 'unknown',
    differences: differences
      .slice(0, mostDifferences)
      .map((difference) => shownDifference(difference, say)),
    differenceCount: differences.length,
  }
}

function urlOf({ url }: Normalised): string {
  const query = url.query.map(([name, value]) => (value === '' ? name : `${name}=${value}`))
  const start = url.scheme === '' && url.host === '' ? '' : `${url.scheme}://${url.host}`
  return `${start}${url.path}${query.length === 0 ? '' : `?${query.join('&')}`}`
}

function shownBody(live: Normalised, say: Say): string {
  const { body } = live.request
  if (typeof body === 'string') return excerpt(say(body))
  return body === undefined ? '' : `${body.length} bytes`
}
