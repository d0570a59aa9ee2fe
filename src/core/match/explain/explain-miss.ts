import { headerPairs } from '../../headers.ts'
import { secretsInCredential, secretsInUserinfo } from '../../redact/credentials.ts'
import { redactMessage } from '../../redact/message.ts'
import type { SecretRules } from '../../redact/rules.ts'
import { Vault } from '../../redact/vault.ts'
import type { Interaction } from '../../model.ts'
import { excerpt } from './excerpt.ts'
import { hidingOf } from '../hiding.ts'
import { compileIgnore } from '../ignore.ts'
import type { InteractionIndex } from '../interaction-index.ts'
import { createMatcher } from '../matcher.ts'
import type { Miss, Nearest } from './miss.ts'
import { type Near, nearestTo, type Standing } from './nearest.ts'
import { verbatimUrl } from '../normal-url.ts'
import type { Comparable, Normalised } from '../normalise.ts'
import { type NoiseOptions, noiseOptions } from './noise.ts'
import { type Advice, remediesFor } from './remedies.ts'
import { type Say, shownDifference } from './shown-difference.ts'
import { readable } from '../wild.ts'

/** What a miss is explained with. */
export interface MissContext extends Standing {
  readonly index: InteractionIndex
  readonly rules: SecretRules
  readonly playedCount: number
  /** The file of the cassette, as the user named it. */
  readonly cassette: string
  readonly mode: string
  readonly advice?: Advice
  /** The recorded origins that fit, where the request did not say which one is meant. */
  readonly origins?: readonly string[]
}

const mostShown = 3
/** So much of a body is searched for secrets before its beginning is shown. */
const looked = 4_096
const mostOfPart = 10

/** Explains why nothing matches a request: what came nearest, how it differs, and what to do. */
export function explainMiss(request: Comparable, context: MissContext): Miss {
  const { index, rules, cassette, mode, playedCount: played, origins = [] } = context
  const { matcher, interactions } = index
  const say = sayer(request, rules)
  const hide = hidingOf(rules, compileIgnore())
  const sayUrl = (url: string): string => say(verbatimUrl(url, hide))
  const live = matcher.normalise(request)
  const nearest = nearestTo(request, index, context).slice(0, mostShown)
  const shown = nearest.map((near) => shownNearest(near, live, index, { say, sayUrl }))
  const names = matcher.parts.map(({ name }) => name)
  const comparedParts = matcher.functions.length === 0 ? names : [...names, 'function']
  return {
    request: {
      method: say(live.method),
      url: cutUrl(sayUrl(request.url)),
      body: shownBody(live, say),
    },
    cassette,
    mode,
    counts: { interactions: interactions.length, played },
    comparedParts,
    nearest: shown,
    origins,
    suggestions: remediesFor({
      origins,
      nearest: shown[0],
      noise: nearest[0] && workingNoise(request, nearest[0], comparedParts, context, say),
      ignores: (matcher.options.ignore ?? []).length > 0,
      advice: context.advice ?? {},
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

/** Options with which the nearest interaction does match: nothing is advised that was not tried. */
function workingNoise(
  request: Comparable,
  { position, differences }: Near,
  comparedParts: readonly string[],
  { index, rules }: MissContext,
  say: Say,
): NoiseOptions | undefined {
  // A name that must not be shown cannot be advised.
  if (differences.some(({ at = '' }) => say(at) !== at)) return undefined
  const { options } = index.matcher
  const recorded = (index.interactions[position] as Interaction).request
  return noiseOptions(differences, comparedParts).find(({ ignore = [], ...noise }) => {
    const all = { ...options, ...noise, ignore: [...(options.ignore ?? []), ...ignore] }
    const { compare, normalise } = createMatcher(all, rules)
    return compare(normalise(request), normalise(recorded), 1).length === 0
  })
}

interface Saying {
  readonly say: Say
  readonly sayUrl: Say
}

function shownNearest(
  { position, isPlayed, differences }: Near,
  live: Normalised,
  index: InteractionIndex,
  { say, sayUrl }: Saying,
): Nearest {
  const recorded = index.normalAt(position)
  const parts = [...new Set(differences.map(({ part }) => part))]
  return {
    id: idOf(index.interactions, position),
    position,
    method: say(recorded.method),
    url: cutUrl(sayUrl(recorded.request.url)),
    played: isPlayed,
    isBodyCompared: live.body().kind !== 'unknown' && recorded.body().kind !== 'unknown',
    differences: parts
      .flatMap((part) => differences.filter((one) => one.part === part).slice(0, mostOfPart))
      .map((difference) => shownDifference(difference, say)),
    differing: parts.map((part) => ({
      part,
      count: differences.filter((one) => one.part === part).length,
    })),
  }
}

const longestUrl = 2_000

function cutUrl(url: string): string {
  return url.length > longestUrl ? `${url.slice(0, longestUrl)}…` : url
}

/** The id of an interaction; its position where that id is not its own. */
function idOf(interactions: readonly Interaction[], position: number): number {
  const { id } = interactions[position] as Interaction
  return interactions.filter((other) => other.id === id).length === 1 ? id : position
}

function shownBody(live: Normalised, say: Say): string {
  const { body } = live.request
  if (typeof body === 'string') return excerpt(say(body.slice(0, looked)))
  return body === undefined ? '' : `${body.length} bytes`
}
