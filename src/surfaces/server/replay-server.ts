import type { RecorderOptions } from '../../engine/options.ts'
import { isLoopback } from './guard.ts'
import type { MissOptions } from './on-miss.ts'
import { type ServerOptions, checkCaDir, checkServerOptions } from './options.ts'
import { Replaying } from './replaying.ts'
import { type RunningServer, run } from './running-server.ts'
import type { CassetteSource } from './shelf.ts'
import type { FaultOptions } from './wishes.ts'

/** How a replay server behaves. `speed` is `'recorded'` by default, and `repeats` `'last'`. */
export interface ReplayServerOptions
  extends ServerOptions, FaultOptions, MissOptions, Omit<RecorderOptions, 'mode'> {
  /**
   * For which recorded host requests are that do not say. Its path stands before theirs.
   *
   * @defaultValue the one that was asked for the same path
   */
  readonly upstream?: string
  /** What messages call the cassettes. @defaultValue their paths */
  readonly name?: string
  /** The header with which a client names its session. @defaultValue `x-wiretape-session` */
  readonly sessionHeader?: string
  /** Plays files anew when they change, come or go. Sequences start over then. @defaultValue false */
  readonly watch?: boolean
  /**
   * Answers as a forward proxy, too: clients may have it as their HTTP_PROXY and HTTPS_PROXY, and trust its `certificate`.
   * What is not recorded is refused as ever. @defaultValue false
   */
  readonly forwardProxy?: boolean
  /** Refuses to start where one of several files is no cassette. @defaultValue false: it is warned of */
  readonly strict?: boolean
}

/**
 * Starts a server that answers with what was recorded, each chunk when it came the first time.
 *
 * @param source - Cassettes: files, folders, patterns like `cassettes/*.yaml`, or loaded. Several are one sequence.
 * @throws CassetteNotFoundError, CassetteFormatError, WiretapeError PORT_IN_USE or CA_DIR, TypeError for a wrong option.
 * @example
 * const server = await startReplayServer('cassettes/hello.yaml')
 * const client = new OpenAI({ baseURL: `${server.url}/v1` })
 */
export async function startReplayServer(
  source: CassetteSource | readonly CassetteSource[],
  options: ReplayServerOptions = {},
): Promise<RunningServer> {
  checkServerOptions(options)
  checkCaDir(options, options.forwardProxy === true)
  checkForwardProxy(options)
  const advising = { recordWith: '`wiretape record`', addWith: "onMiss: 'record'", ...options }
  return run(await Replaying.open([source].flat(), advising), options)
}

function checkForwardProxy({ forwardProxy, host, tls }: ReplayServerOptions): void {
  if (forwardProxy !== true) return
  if (!isLoopback(host)) {
    throw new TypeError(
      `host is ${JSON.stringify(host)}. A forward proxy is for this machine alone: leave one of them out.`,
    )
  }
  if (tls !== undefined) throw new TypeError('tls is for a server that is no forward proxy.')
}
