import type { ListenOptions } from './listening.ts'
import { checkTls } from './own-tls.ts'
import type { AnswerReport } from './report.ts'

/** What both servers can be told. */
export interface ServerOptions extends ListenOptions {
  /** Names by which clients may call the server, besides `localhost`, its addresses and `host`. */
  readonly allowHosts?: readonly string[]
  /**
   * A folder that keeps the authority behind certificates that are made here: those of a forward proxy, or of `tls: 'own'`.
   * One that is missing is made.
   *
   * @defaultValue none: the authority is made for this run, and its key never leaves memory
   */
  readonly caDir?: string
  /** Origins whose web pages may read the answers, or `*` for any, but without credentials. @defaultValue none */
  readonly cors?: readonly string[]
  /** Told of each answer once it is out: for logs. */
  readonly onAnswer?: (report: AnswerReport) => void
}

/** Checks options where they were passed. @throws TypeError that names the option. */
export function checkServerOptions(options: ServerOptions): void {
  const { port, grace, host, allowHosts, cors } = options
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new TypeError(
      `port is ${String(port)}. It is a number from 0 (any that is free) to 65535.`,
    )
  }
  if (grace !== undefined && !(grace >= 0)) {
    throw new TypeError(`grace is ${String(grace)}. It is a number of milliseconds, 0 or more.`)
  }
  if (host !== undefined && (typeof host !== 'string' || host === '')) {
    throw new TypeError(
      `host is ${JSON.stringify(host)}. It is an address or a name, like '127.0.0.1'.`,
    )
  }
  checkTls(options.tls)
  checkList('allowHosts', allowHosts, 'names')
  checkList('cors', cors, "origins, like 'http://localhost:3000', or '*'")
  for (const origin of cors ?? []) checkOrigin(origin)
}

/** Checks that there is a use for a folder of an authority. @throws TypeError where no certificate is made */
export function checkCaDir({ caDir, tls }: ServerOptions, isForwardProxy: boolean): void {
  if (caDir === undefined || isForwardProxy || tls === 'own') return
  throw new TypeError(
    "caDir or --ca-dir is for a server that makes its certificates: a forward proxy, or one with tls: 'own' (replay --https).",
  )
}

// As the Origin field has it: no path, no slash at its end. Pages without one say null.
const origins = /^(?:\*|null|[a-z][a-z\d+.-]*:\/\/[^\s/?#]+)$/

function checkOrigin(origin: string): void {
  if (origins.test(origin)) return
  throw new TypeError(
    `cors names ${JSON.stringify(origin)}, which no page has as its origin. One is like 'http://localhost:3000'; '*' are all.`,
  )
}

function checkList(name: string, value: unknown, what: string): void {
  if (value === undefined || Array.isArray(value)) return
  throw new TypeError(`${name} is ${JSON.stringify(value)}. It is a list of ${what}.`)
}

/**
 * Reads an upstream's URL.
 *
 * @param from - What gives it, for messages.
 * @returns it without a slash at its end.
 * @throws TypeError where it is no URL of HTTP, or holds what cannot stand before a path.
 */
export function readUpstream(upstream: string, from = 'upstream'): string {
  const shown = JSON.stringify(upstream)
  if (!URL.canParse(upstream)) {
    throw new TypeError(`${from} is ${shown}. It is a URL, like 'https://api.example.com'.`)
  }
  const url = new URL(upstream)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const meant = upstream.includes('://') ? '' : ` Write http://${upstream}`
    throw new TypeError(`${from} is ${shown}. Its protocol is http: or https:.${meant}`)
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new TypeError(
      `${from} holds a user, a query or a fragment. It is an origin and a path that stands before those of requests.`,
    )
  }
  return url.href.replace(/\/$/, '')
}
