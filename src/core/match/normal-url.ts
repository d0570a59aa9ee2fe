import type { Hiding } from './hiding.ts'
import { byName, type Pair, readPairs } from './pairs.ts'
import { percentDecodePath } from './percent.ts'
import { wild } from './wild.ts'

/** A URL as it is compared: no userinfo, no fragment, no default port, secrets made wild. */
export interface NormalUrl {
  readonly scheme: string
  /** Name and port. */
  readonly host: string
  readonly path: string
  /** Ordered by name, values decoded. */
  readonly query: readonly Pair[]
  /** One text for all of it: equal for equal URLs. */
  readonly text: string
  /** The same with the query in its own order and its own escapes, as go-vcr compares it. */
  readonly verbatim: string
  /** Whether it holds a wild token. */
  readonly isWild: boolean
}

/** Makes the function that normalises URLs. It remembers the last few thousand it was asked for. */
export function urlNormaliser(hide: Hiding): (url: string) => NormalUrl {
  const known = new Map<string, NormalUrl>()
  return (url) => {
    const remembered = known.get(url)
    if (remembered !== undefined) return remembered
    const normal = normalUrl(url, hide)
    if (known.size >= 4_096) known.clear()
    known.set(url, normal)
    return normal
  }
}

// RFC 3986, appendix B. It takes every text, also what is no URL at all.
const pieces = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/
// What only a URL parser reads well: backslashes, blanks, dot segments, names of hosts that are not ASCII.
const needsParser = /^[^?#]*(?:[\\\s]|\/\.|%2e|[^\0-\x7f])/i

function normalUrl(url: string, hide: Hiding): NormalUrl {
  const clean = needsParser.test(url) && URL.canParse(url) ? new URL(url).href : url
  const [, rawScheme = '', authority = '', rawPath = '', rawQuery = ''] = pieces.exec(clean) ?? []
  const scheme = rawScheme.toLowerCase()
  const host = hide.text(hostOf(authority, scheme)).toLowerCase()
  const path = hide.text(percentDecodePath(rawPath)) || '/'
  const query = rawQuery === '' ? [] : byName(hide.query(readPairs(rawQuery)))
  const text = `${scheme}://${host}${path}${query.length === 0 ? '' : JSON.stringify(query)}`
  const verbatim = `${scheme}://${host}${hide.text(rawPath)}${verbatimQuery(rawQuery, hide)}`
  return { scheme, host, path, query, text, verbatim, isWild: text.includes(wild) }
}

function hostOf(authority: string, scheme: string): string {
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  if (scheme === 'https') return host.replace(/:(?:443)?$/, '')
  return scheme === 'http' ? host.replace(/:(?:80)?$/, '') : host
}

function verbatimQuery(query: string, hide: Hiding): string {
  if (query === '') return ''
  return `?${query
    .split('&')
    .map((piece) => verbatimPiece(piece, hide))
    .join('&')}`
}

// A pair that may be compared stays as it is written.
function verbatimPiece(piece: string, hide: Hiding): string {
  const pairs = readPairs(piece)
  const [hidden] = hide.query(pairs)
  if (hidden === undefined) return ''
  return hidden[1] === pairs[0]?.[1] ? piece : `${hidden[0]}=${hidden[1]}`
}
