import type { ParsedNode } from 'yaml'
import type { Yaml } from './yaml.ts'

/** What to tell somebody whose file another tool has recorded. */
export const foreignHint =
  'wiretape reads the cassettes of go-vcr and its own. Record it anew: wiretape record -c FILE -- COMMAND'

/**
 * The tool that a recording is of, by its shape, where that is not go-vcr.
 *
 * For an error alone: that a key is missing says little to somebody who took vcrpy's cassettes for ours.
 */
export function foreignMaker(root: ParsedNode | null, yaml: Yaml): string | undefined {
  const at = (...path: readonly (string | number)[]): unknown =>
    yaml.isCollection(root) ? root.getIn(path, true) : undefined
  const isList = (...path: readonly (string | number)[]): boolean => yaml.isSeq(at(...path))
  const isMap = (...path: readonly (string | number)[]): boolean => yaml.isMap(at(...path))
  if (isMap('interactions', 0, 'response', 'status')) return 'vcrpy'
  if (at('interactions') !== undefined) return undefined
  if (isList('http_interactions')) return 'Ruby’s VCR'
  if (isList('log', 'entries')) return 'a browser, a proxy or Polly (HAR)'
  if (isList('fixtures')) return 'aimock'
  return at(0, 'scope') !== undefined && at(0, 'path') !== undefined ? 'nock' : undefined
}
