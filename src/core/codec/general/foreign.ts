import type { ParsedNode } from 'yaml'
import type { Yaml } from './yaml.ts'

/** What to tell somebody whose file another tool has recorded. */
export const foreignHint =
  'wiretape reads the cassettes of go-vcr and its own. Record it anew: wiretape record -c FILE -- COMMAND'

type At = (...path: readonly (string | number)[]) => unknown

/**
 * The tool that a recording is of, by its shape, where that is not go-vcr.
 *
 * For an error alone: that a key is missing says little to somebody who took vcrpy's cassettes for ours.
 */
export function foreignMaker(root: ParsedNode | null, yaml: Yaml): string | undefined {
  const at: At = (...path) => (yaml.isCollection(root) ? root.getIn(path, true) : undefined)
  return yaml.isSeq(root) ? makerOfList(at, yaml) : makerOfMap(at, yaml)
}

function makerOfMap(at: At, { isMap, isScalar, isSeq }: Yaml): string | undefined {
  const request = (key: string): unknown => at('interactions', 0, 'request', key)
  const isOfUri = request('uri') !== undefined && request('url') === undefined
  if (isOfUri || isMap(at('interactions', 0, 'response', 'status'))) return 'vcrpy'
  if (at('interactions') !== undefined) return undefined
  if (isSeq(at('http_interactions'))) {
    const recorder = at('recorded_with')
    return isScalar(recorder) && String(recorder).startsWith('betamax') ? 'betamax' : 'Ruby’s VCR'
  }
  if (isSeq(at('log', 'entries'))) return 'a browser, a proxy or Polly (HAR)'
  if (isSeq(at('fixtures'))) return 'aimock'
  if (isSeq(at('Tracks'))) return 'govcr'
  if (at('Entries', 0, 'RequestUri') !== undefined) return 'Azure’s test proxy'
  if (isSeq(at('data', 'pairs'))) return 'Hoverfly'
  if (at('responses', 0, 'response') !== undefined) return 'Python’s responses'
  return at('mappings', 0, 'request') === undefined ? undefined : 'WireMock'
}

function makerOfList(at: At, { isMap }: Yaml): string | undefined {
  if (at(0, 'scope') !== undefined && at(0, 'path') !== undefined) return 'nock'
  const item = at(0)
  const request = at(0, 'request')
  if (!isMap(item) || !isMap(request) || !item.has('response')) return undefined
  if (String(item.tag).startsWith('!ruby')) return 'Ruby’s VCR'
  if (String(request.tag).includes('python')) return 'vcrpy'
  return item.has('recordedAt') ? 'EasyVCR' : 'php-vcr'
}
