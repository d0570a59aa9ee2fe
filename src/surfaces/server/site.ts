/** The server that a URL names, and how it is spoken to. */
export interface Site {
  readonly isTls: boolean
  /** A name, or an address; one of version 6 in brackets. */
  readonly hostname: string
  /** Empty where it is the protocol's own. */
  readonly port: string
  /** As the field Host has it. */
  readonly host: string
  /** How many characters of the URL name it: what follows is the path. */
  readonly length: number
}

const authorities = /^https?:\/\/[^/?#]*/i
const mostKnown = 1_000

// To parse a URL takes longer than all else that is asked of it, and most requests go where others went before.
const known = new Map<string, Site>()

/** The server that an absolute URL names; nothing where it names none. */
export function siteOf(url: string): Site | undefined {
  const [text] = authorities.exec(url) ?? []
  if (text === undefined) return undefined
  const before = known.get(text)
  if (before !== undefined) return before
  const site = parse(text)
  if (site !== undefined) remember(text, site)
  return site
}

function parse(text: string): Site | undefined {
  if (!URL.canParse(text)) return undefined
  const { protocol, hostname, port, host } = new URL(text)
  // Node would take it for none, and connect to the protocol's own.
  if (port === '0') return undefined
  return { isTls: protocol === 'https:', hostname, port, host, length: text.length }
}

function remember(text: string, site: Site): void {
  // A user and a password are not for keeping.
  if (text.includes('@')) return
  if (known.size >= mostKnown) known.clear()
  known.set(text, site)
}
