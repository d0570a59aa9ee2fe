import type { CST } from 'yaml'
import type { SourceText } from '../source-text.ts'

// A cassette's own are 6 deep. The package composes recursively.
const deepest = 64

/**
 * Passes tokens on up to the first error, after which the package would make an error of each.
 *
 * Refuses what could make composing them dangerous: depth, anchors and aliases.
 */
export function* checkTokens(
  tokens: Iterable<CST.Token>,
  source: SourceText,
): Generator<CST.Token> {
  for (const token of tokens) {
    if (token.type === 'document') checkTree(token.value, source)
    yield token
    if (token.type === 'error') return
  }
}

interface Place {
  readonly token: CST.Token
  readonly depth: number
}

function checkTree(root: CST.Token | undefined, source: SourceText): void {
  const places: Place[] = root === undefined ? [] : [{ token: root, depth: 0 }]
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const { token, depth } = place
    if (depth > deepest) source.fail(`it is nested more than ${deepest} levels deep.`, token.offset)
    if (token.type === 'alias')
      source.fail('aliases are not read: no cassette has one.', token.offset)
    if (!('items' in token)) continue
    for (const item of token.items) {
      checkProperties(item.start, source)
      checkProperties(item.sep ?? [], source)
      if (item.key) places.push({ token: item.key, depth: depth + 1 })
      if (item.value) places.push({ token: item.value, depth: depth + 1 })
    }
  }
}

function checkProperties(tokens: readonly CST.SourceToken[], source: SourceText): void {
  const anchor = tokens.find((token) => token.type === 'anchor')
  if (anchor !== undefined) source.fail('anchors are not read: no cassette has one.', anchor.offset)
}
