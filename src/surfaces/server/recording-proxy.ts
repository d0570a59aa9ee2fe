import type { RecorderOptions } from '../../engine/options.ts'
import { openCassette } from '../../engine/opening.ts'
import { Recorder } from '../../engine/recorder.ts'
import { requestAt } from './exchange.ts'
import { isLoopback } from './guard.ts'
import type { Incoming } from './incoming.ts'
import { authorityOf } from './kept-authority.ts'
import { type ServerOptions, checkCaDir, checkServerOptions, readUpstream } from './options.ts'
import {
  type Problem,
  foreignTargetProblem,
  notForwardedProblem,
  unknownTargetProblem,
} from './problem.ts'
import { reported } from './report.ts'
import { checkProxyAuth } from './proxy-auth.ts'
import { canMean, urlsOf } from './ignored-hosts.ts'
import { type Manner, type RunningServer, run } from './running-server.ts'
import { siteOf } from './site.ts'
import { isAbsolute, under, withPath } from './target.ts'
import { type Ignored, isItself } from './tunnels.ts'
import { type UpstreamOptions, Upstreams } from './upstreams.ts'

/** How a recording proxy behaves. `speed` is `'recorded'` by default. */
export interface RecordingProxyOptions extends ServerOptions, UpstreamOptions, RecorderOptions {
  /**
   * Where requests go. Its path stands before theirs, and the recorded URLs are its.
   *
   * @defaultValue none: it is a forward proxy, for clients that have it as their HTTP_PROXY and HTTPS_PROXY
   */
  readonly upstream?: string
  /** Hosts that the forward proxy does not look at, as `example.com` or `*.example.com`. @defaultValue none */
  readonly ignoreHosts?: readonly string[]
  /** What clients of the forward proxy have to show: `user:password`. Off loopback it needs one. @defaultValue none */
  readonly proxyAuth?: string
  /** The cassette's file. */
  readonly cassette: string
}

/**
 * Starts a proxy: requests go to the upstream, come back live, and are in the cassette when it is closed.
 *
 * Without an upstream it is a forward proxy: what goes to any host is recorded, over TLS too, for clients that trust
 * its `certificate`. That is made for this run, and its key never leaves memory.
 *
 * In modes that match it replays what it has, when it came the first time.
 *
 * @throws CassetteFormatError, CassetteLockedError, WiretapeError PORT_IN_USE or CA_DIR, TypeError for a wrong option.
 * @example
 * const proxy = await startRecordingProxy({ upstream: 'https://api.openai.com', cassette: 'hello.yaml' })
 * const client = new OpenAI({ baseURL: `${proxy.url}/v1` })
 */
export async function startRecordingProxy(options: RecordingProxyOptions): Promise<RunningServer> {
  checkServerOptions(options)
  const upstream = options.upstream === undefined ? undefined : readUpstream(options.upstream)
  checkCaDir(options, upstream === undefined)
  if (upstream === undefined) checkForward(options)
  else checkReverse(options)
  const upstreams = new Upstreams(options)
  const authority = upstream === undefined ? await authorityOf(options) : undefined
  const recorder = await recorderOf(options)
  const manner: Manner = {
    recorder,
    upstreams,
    refusesLarge: false,
    // Where nothing is sent on, they are misses like any other request.
    takesUpgrades: recorder.sendsMisses,
    stock: { cassettes: [], broken: [] },
    ...(upstream !== undefined && { foreign: foreignTargetProblem(upstream) }),
    ...(authority !== undefined && {
      tunnels: {
        authority,
        auth: options.proxyAuth,
        ignored: ignoredBy(options, recorder, upstreams),
      },
    }),
    decide: (exchange) => {
      const { incoming } = exchange
      const url = upstream === undefined ? forwarded(incoming) : under(upstream, incoming.target)
      if (typeof url !== 'string') return url
      if (incoming.upgrade !== undefined) return { url, outcome: recorder.pass() }
      return { url, outcome: recorder.handle(requestAt(url, exchange)) }
    },
    reset: (session) => recorder.player.reset(session),
    ended: () => {},
  }
  return run(manner, options)
}

/** What ends in one turn of the event loop is written together: their clients are told the end after that. */
async function recorderOf(options: RecordingProxyOptions): Promise<Recorder> {
  const { cassette, passthrough = [], ignoreHosts = [] } = options
  const told = { speed: 'recorded' as const, ...options }
  // Not every request for a host comes through a tunnel.
  const passing = [...passthrough, ...ignoreHosts.map(urlsOf)]
  return Recorder.over(await openCassette(cassette, { ...told, passthrough: passing }, true))
}

function ignoredBy(
  { ignoreHosts = [], onAnswer }: RecordingProxyOptions,
  recorder: Recorder,
  upstreams: Upstreams,
): Ignored {
  return {
    hosts: ignoreHosts,
    connect: (hostname, port) => {
      recorder.pass()
      return reported(upstreams.connect(hostname, port), `${hostname}:${port}`, onAnswer)
    },
  }
}

/** Where a request to a forward proxy goes, or why nowhere. */
function forwarded({ target, message }: Incoming): string | Problem {
  const site = siteOf(target)
  if (site === undefined) {
    return isAbsolute(target) ? unknownTargetProblem : notForwardedProblem(false)
  }
  return isItself(site, message.socket.localPort) ? notForwardedProblem(true) : withPath(target)
}

function checkForward({ host, tls, ignoreHosts, proxyAuth }: RecordingProxyOptions): void {
  checkProxyAuth(proxyAuth)
  if (!isLoopback(host) && proxyAuth === undefined) {
    throw new TypeError(
      `host is ${JSON.stringify(host)}. A proxy to any host that others can reach needs proxyAuth (--proxy-auth): user:password.`,
    )
  }
  if (tls !== undefined) throw new TypeError('tls is for a proxy with an upstream.')
  if (ignoreHosts !== undefined && !Array.isArray(ignoreHosts)) {
    throw new TypeError('ignoreHosts is a list of hosts, like example.com or *.example.com.')
  }
  // One that can meet nothing would leave its traffic to be recorded.
  const wrong = ignoreHosts?.find((pattern) => !canMean(pattern))
  if (wrong === undefined) return
  throw new TypeError(
    `ignoreHosts holds ${JSON.stringify(wrong)}, which is no host. One is like example.com or *.example.com, without a port.`,
  )
}

/** Whoever gives them would believe that they guard something. */
function checkReverse({ ignoreHosts, proxyAuth }: RecordingProxyOptions): void {
  const given = [
    ...(proxyAuth === undefined ? [] : ['proxyAuth (--proxy-auth)']),
    ...(ignoreHosts === undefined ? [] : ['ignoreHosts (--ignore-host)']),
  ]
  if (given.length === 0) return
  throw new TypeError(`${given.join(', ')}: only for a proxy to any host. Leave out upstream.`)
}
