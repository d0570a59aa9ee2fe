import { hashJson } from './json/hash.ts'
import { maskId, wildMask } from './json/mask.ts'
import type { JsonValue } from './json/json.ts'
import { bodyHoldsWild } from './normal-body.ts'
import type { Normalised } from './normalise.ts'
import { hashPairs, type Pair, wildNames } from './pairs.ts'
import type { Template } from './templates.ts'

const any: Template = { id: 'any', keyOf: () => 0 }

/** The template of a recorded body, where it holds a wild token or was not kept. */
export function bodyTemplate(recorded: Normalised): Template | undefined {
  const body = recorded.body()
  if (body.kind === 'unknown') return any
  if (!bodyHoldsWild(body)) return undefined
  if (body.kind === 'json') return jsonTemplate(body.value)
  if (body.kind === 'form' || body.kind === 'multipart') return pairsTemplate(body.pairs, pairsIn)
  return any
}

/** A template of the pairs whose values are wild. */
export function pairsTemplate(
  recorded: readonly Pair[],
  pairsOf: (request: Normalised) => readonly Pair[],
): Template | undefined {
  const names = wildNames(recorded)
  if (names.size === 0) return undefined
  return {
    id: JSON.stringify([...names].toSorted()),
    keyOf: (request) => hashPairs(pairsOf(request).filter(([name]) => !names.has(name))),
  }
}

function pairsIn(request: Normalised): readonly Pair[] {
  const body = request.body()
  return 'pairs' in body ? body.pairs : []
}

function jsonTemplate(value: JsonValue): Template {
  const mask = wildMask(value)
  return {
    id: maskId(mask),
    keyOf: (request) => {
      const body = request.body()
      return body.kind === 'json' ? hashJson(body.value, mask) : 0
    },
  }
}
