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
  /** Whether it holds a wild token. */
  readonly isWild: boolean
}

const remembered = 256

/** Makes the function that normalises URLs. It remembers the last few it was asked for. */
export function urlNormaliser(hide: Hiding): (url: string) => NormalUrl {
  const known = new Map<string, NormalUrl>()
  return (url) => {
    const before = known.get(url)
    if (before !== undefined) return before
    const normal = normalUrl(url, hide)
    if (known.size >= remembered) known.clear()
    known.set(url, normal)
    return normal
  }
}

function normalUrl(url: string, hide: Hiding): NormalUrl {
  const hideText = hide.isOpen(url) ? hide.openText : hide.text
  const { scheme, host: rawHost, path: rawPath, query: rawQuery } = splitUrl(url)
  const host = hideText(rawHost).toLowerCase()
  const path = hideText(percentDecodePath(rawPath)) || '/'
  const query = rawQuery === '' ? [] : byName(hide.query(readPairs(rawQuery), hideText))
  const text = `${scheme}://${host}${path}${query.length === 0 ? '' : JSON.stringify(query)}`
  return { scheme, host, path, query, text, isWild: text.includes(wild) }
}

/** The URL as it is written, with secrets hidden: the query in its own order and with its own escapes. */
export function verbatimUrl(url: string, hide: Hiding): string {
  const { scheme, host, path, query } = splitUrl(url)
  const pieces = query.split('&').map((piece) => verbatimPiece(piece, hide))
  const start = `${scheme}://${hide.text(host).toLowerCase()}${hide.text(path)}`
  return query === '' ? start : `${start}?${pieces.join('&')}`
}

// A pair that may be compared stays as it is written.
function verbatimPiece(piece: string, hide: Hiding): string {
  const pairs = readPairs(piece)
  const [hidden] = hide.query(pairs, hide.text)
  if (hidden === undefined) return ''
  return hidden[1] === pairs[0]?.[1] ? piece : `${hidden[0]}=${hidden[1]}`
}

interface Split {
  readonly scheme: string
  readonly host: string
  readonly path: string
  readonly query: string
}

// RFC 3986, appendix B. It takes every text, also what is no URL at all.
const pieces = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/
// What only a URL parser reads well: backslashes, blanks, dot segments, names of hosts that are not ASCII.
const needsParser = /^[^?#]*(?:[\\\s]|\/\.|%2e|[^\0-\x7f])/i

function splitUrl(url: string): Split {
  const clean = needsParser.test(url) && URL.canParse(url) ? new URL(url).href : url
  const found = pieces.exec(clean) as RegExpExecArray
  const [, scheme = '', authority = '', path = '', query = ''] = found
  const lower = scheme.toLowerCase()
  return { scheme: lower, host: hostOf(authority, lower), path, query }
}

function hostOf(authority: string, scheme: string): string {
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  if (scheme === 'https') return host.replace(/:(?:443)?$/, '')
  return scheme === 'http' ? host.replace(/:(?:80)?$/, '') : host
}
