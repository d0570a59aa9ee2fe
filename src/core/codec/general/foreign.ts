import type { ParsedNode } from 'yaml'
import type { Yaml } from './yaml.ts'

/** What to tell somebody whose file another tool has recorded. */
export const foreignHint =
  'wiretape reads the cassettes of go-vcr and its own. Record it anew: wiretape record -c FILE -- COMMAND'

type Path = readonly (string | number)[]
type At = (...path: Path) => unknown

/**
 * The tool that a recording is of, by its shape, where that is not go-vcr.
 *
 * For an error alone: that a key is missing says little to somebody who took vcrpy's cassettes for ours.
 */
export function foreignMaker(root: ParsedNode | null, yaml: Yaml): string | undefined {
  const at: At = (...path) => (yaml.isCollection(root) ? root.getIn(path, true) : undefined)
  return yaml.isSeq(root) ? makerOfList(at, yaml) : makerOfMap(at, yaml)
}

function makerOfMap(at: At, { isScalar, isSeq }: Yaml): string | undefined {
  if (at('interactions') !== undefined) return makerOfInteractions(at)
  if (isSeq(at('http_interactions'))) {
    const recorder = at('recorded_with')
    return isScalar(recorder) && String(recorder).startsWith('betamax') ? 'betamax' : 'Ruby’s VCR'
  }
  if (isSeq(at('log', 'entries'))) return 'a browser, a proxy or Polly (HAR)'
  if (isSeq(at('fixtures'))) return 'aimock'
  if (isSeq(at('Tracks'))) return 'govcr'
  if (isSeq(at('data', 'pairs'))) return 'Hoverfly'
  return makersByPath.find(([path]) => at(...path) !== undefined)?.[1]
}

function makerOfInteractions(at: At): string | undefined {
  const request = (key: string): unknown => at('interactions', 0, 'request', key)
  if (request('url') !== undefined) return undefined
  if (at('interactions', 0, 'recorded') !== undefined) return 'Betamax for the JVM or OkReplay'
  if (request('uri') !== undefined) return 'vcrpy'
  return at('consumer') === undefined ? undefined : 'Pact'
}

const makersByPath: readonly (readonly [Path, string])[] = [
  [['Entries', 0, 'RequestUri'], 'Azure’s test proxy'],
  [['responses', 0, 'response'], 'Python’s responses'],
  [['mappings', 0, 'request'], 'WireMock'],
  [['request', 'method'], 'WireMock'],
  [['spec', 'req', 'method'], 'Keploy'],
  [['req', 'method'], 'Talkback'],
  [['imposters'], 'Mountebank'],
  [['info', '_postman_id'], 'Postman'],
]

function makerOfList(at: At, { isMap }: Yaml): string | undefined {
  if (at(0, 'scope') !== undefined && at(0, 'path') !== undefined) return 'nock'
  if (at(0, 'snapshot', 'responses') !== undefined) return 'undici’s SnapshotAgent'
  if (at(0, 'httpRequest') !== undefined) return 'MockServer'
  const item = at(0)
  const request = at(0, 'request')
  if (!isMap(item) || !isMap(request) || !item.has('response')) return undefined
  if (String(item.tag).startsWith('!ruby')) return 'Ruby’s VCR'
  if (String(request.tag).includes('python')) return 'vcrpy'
  if (item.has('recordedAt')) return 'EasyVCR'
  if (item.has('scheme')) return 'Charles'
  if (at(0, 'response', 'status_code') !== undefined) return 'ExVCR'
  // Others list rules for a path, not what was sent to a service.
  return /^https?:/.test(String(request.get('url'))) ? 'php-vcr' : undefined
}
