/** The server that a URL names, and how it is spoken to. */
export interface Site {
  readonly isTls: boolean
  /** A name, or an address; one of version 6 in brackets. */
  readonly hostname: string
  /** Empty where it is the protocol's own. */
  readonly port: string
  /** As the field Host has it. */
  readonly host: string
  /** The host without the brackets of an address. */
  readonly address: string
  /** The port that is connected to. */
  readonly portNumber: number
  /** How many characters of the URL name it: what follows is the path. */
  readonly length: number
}

const authorities = /^https?:\/\/[^/?#]*/i
const mostKnown = 1_000

// To parse a URL takes longer than all else that is asked of it, and most requests go where others went before.
const known = new Map<string, Site>()
let last: { readonly text: string; readonly site: Site } | undefined
const behindAuthority = /[/?#]/

/** The server that an absolute URL names; nothing where it names none. */
export function siteOf(url: string): Site | undefined {
  // Mostly it is that of the request before.
  if (last !== undefined && url.startsWith(last.text)) {
    if (behindAuthority.test(url.charAt(last.text.length))) return last.site
  }
  const [text] = authorities.exec(url) ?? []
  if (text === undefined) return undefined
  const site = known.get(text) ?? parse(text)
  if (site !== undefined) remember(text, site)
  return site
}

function parse(text: string): Site | undefined {
  if (!URL.canParse(text)) return undefined
  const { protocol, hostname, port, host } = new URL(text)
  // Node would take it for none, and connect to the protocol's own.
  if (port === '0') return undefined
  const isTls = protocol === 'https:'
  const address = unbracketed(hostname)
  const portNumber = port === '' ? (isTls ? 443 : 80) : Number(port)
  return { isTls, hostname, port, host, address, portNumber, length: text.length }
}

function remember(text: string, site: Site): void {
  // A user and a password are not for keeping.
  if (text.includes('@')) return
  if (known.size >= mostKnown) known.clear()
  known.set(text, site)
  last = { text, site }
}

/** Brackets are for URLs, not for addresses. */
export function unbracketed(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}
