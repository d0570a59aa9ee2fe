import { STATUS_CODES } from 'node:http'
import { NoMatchError } from '../../core/match/explain/no-match-error.ts'
import type { Reply } from './reply.ts'

/** Something of our own that a client is told in place of a response. */
export interface Problem {
  readonly status: number
  readonly type: 'wiretape_miss' | 'wiretape_error'
  /** Stable, as those of `WiretapeError`. */
  readonly code: string
  readonly message: string
  /** What else the JSON says. */
  readonly details?: Readonly<Record<string, unknown>>
  /** What whoever runs the server is told of it at the end. */
  readonly reason?: string
  /** Further fields of the answer. */
  readonly fields?: Readonly<Record<string, string>>
}

/**
 * Tells a client what is wrong, so that its SDK prints it and does not try again.
 *
 * @param accept - The request's Accept: text where it names text and neither JSON nor an event stream.
 */
export function tell(reply: Reply, problem: Problem, accept: string | undefined): void {
  const { status, message, type, code, details } = problem
  const isText = accept !== undefined && wantsText(accept)
  const body = Buffer.from(
    isText ? `${message}\n` : `${JSON.stringify({ error: { message, type, code, ...details } })}\n`,
  )
  const reason = STATUS_CODES[status] ?? ''
  const fields = {
    'Content-Type': isText ? 'text/plain; charset=utf-8' : 'application/json',
    'Content-Length': String(body.length),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Should-Retry': 'false',
    ...problem.fields,
  }
  reply.head({ code: status, reason, fields: Object.entries(fields).flat(), hasTrailer: false })
  reply.write(body)
  reply.end()
}

function wantsText(accept: string): boolean {
  return /\btext\/(?:plain|html|\*)/i.test(accept) && !/json|event-stream/i.test(accept)
}

/** No response could be had from the upstream. */
export function upstreamProblem(url: string, error: NodeJS.ErrnoException): Problem {
  const { origin } = new URL(url)
  const code = error.code ?? 'UPSTREAM_FAILED'
  const hint = hints[code]
  const what = `No response from the upstream ${origin}: ${reasonOf(error)}.`
  return {
    status: 502,
    type: 'wiretape_error',
    code,
    message: `${what}\n${hint ?? 'Nothing was recorded.'}`,
    reason: hint === undefined ? what : `${what}\n${hint}`,
  }
}

const unbelieved =
  'Nobody whom this machine believes has signed its certificate: name who has (NODE_EXTRA_CA_CERTS), or believe any (--insecure).'
const invalid =
  'Its certificate is not for this name, or not for this day: --insecure believes any.'

const hints: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there: start it, or check --upstream.',
  ENOTFOUND: 'There is no such host: check its name (--upstream), and the network.',
  ECONNRESET: 'It closed the connection before its response had begun.',
  ETIMEDOUT: 'It did not answer: check its name (--upstream), and the network.',
  CERT_HAS_EXPIRED: invalid,
  CERT_NOT_YET_VALID: invalid,
  ERR_TLS_CERT_ALTNAME_INVALID: invalid,
  DEPTH_ZERO_SELF_SIGNED_CERT: unbelieved,
  SELF_SIGNED_CERT_IN_CHAIN: unbelieved,
  UNABLE_TO_GET_ISSUER_CERT: unbelieved,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unbelieved,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unbelieved,
}

function reasonOf(error: NodeJS.ErrnoException): string {
  // Node joins the failures of several addresses in one error without a message.
  const code = error.code ?? error.name
  return error.message === '' || error.message.includes(code)
    ? error.message || code
    : `${error.message} (${code})`
}

/** The request's body is larger than what is read before it is matched. */
export function tooLargeProblem(maxBytes: number): Problem {
  return {
    status: 413,
    type: 'wiretape_error',
    code: 'BODY_TOO_LARGE',
    message:
      `The request's body is larger than ${maxBytes} bytes, so it was not read and not matched.\n` +
      'Raise maxBodyBytes (--max-request-body).',
  }
}

/** Something that runs inside the server threw: a hook, a function of `matchOn`. */
export function failureProblem(error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'FAILED'
  const message = `The request could not be answered: ${error instanceof Error ? error.message : String(error)}`
  return { status: 500, type: 'wiretape_error', code, message }
}

/** A reverse proxy was asked to go somewhere else. */
export function foreignTargetProblem(upstream: string): Problem {
  return {
    status: 421,
    type: 'wiretape_error',
    code: 'NOT_A_FORWARD_PROXY',
    message:
      `This is a reverse proxy to ${upstream}, not a proxy for other hosts.\n` +
      'Make it the base URL of the client, in place of its HTTP_PROXY.',
  }
}

/** A forward proxy was asked for a page of its own, or for itself. */
export function notForwardedProblem(isItself: boolean): Problem {
  const message = isItself
    ? 'This request would come back to the proxy itself for ever.\nAsk it for another server.'
    : 'This is a forward proxy: it has no pages of its own.\n' +
      'Make it the HTTP_PROXY and HTTPS_PROXY of the client, or give it an upstream.'
  return { status: isItself ? 508 : 421, type: 'wiretape_error', code: 'FORWARD_PROXY', message }
}

/** A forward proxy was asked for what HTTP does not reach. It may hold a password, and is not said again. */
export const unknownTargetProblem: Problem = {
  status: 400,
  type: 'wiretape_error',
  code: 'UNKNOWN_TARGET',
  message:
    'This proxy is for http:// and https:// URLs that name a host, and a port from 1 to 65535 if any.\n' +
    'What goes over another protocol, like ftp, cannot be recorded: let it go past the proxy.',
}

/** The client of a proxy has not shown that it may use it. */
export const proxyAuthProblem: Problem = {
  status: 407,
  type: 'wiretape_error',
  code: 'PROXY_AUTH',
  message:
    'This proxy is for those who know its user and password.\n' +
    'Give them in its URL: http://user:password@host:port.',
  fields: { 'Proxy-Authenticate': 'Basic realm="wiretape"' },
}

/** Why a request was refused. @param status - By default 424, an error that clients do not try again. */
export function missProblem(error: Error, status = 424): Problem {
  const code = 'code' in error ? String(error.code) : 'REFUSED'
  const { message } = error
  if (!(error instanceof NoMatchError)) return { status, type: 'wiretape_error', code, message }
  const { nearest, miss } = error
  const details = { nearest, ...(miss.origins.length > 0 && { origins: miss.origins }) }
  return { status, type: 'wiretape_miss', code, message, details }
}
