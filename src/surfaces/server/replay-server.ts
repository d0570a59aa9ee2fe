import type { Cassette } from '../../core/model.ts'
import type { RecorderOptions } from '../../engine/options.ts'
import { readCassette } from '../../engine/read-cassette.ts'
import { Recorder } from '../../engine/recorder.ts'
import { fileStore } from '../../engine/store.ts'
import { decideAmong } from './choose-url.ts'
import { guard, ownNames } from './guard.ts'
import { type ServerOptions, checkServerOptions, readUpstream } from './options.ts'
import { Origins } from './origins.ts'
import { type RunningServer, run } from './running-server.ts'
import { isAbsolute, targetOf } from './target.ts'
import type { Serving } from './serving.ts'
import { Upstreams } from './upstreams.ts'

/** How a replay server behaves. `speed` is `'recorded'` by default, and `repeats` `'last'`. */
export interface ReplayServerOptions
  extends ServerOptions, Omit<RecorderOptions, 'mode' | 'beforeRecord'> {
  /**
   * For which recorded host requests are that do not say. Its path stands before theirs.
   *
   * @defaultValue the one that was asked for the same path
   */
  readonly upstream?: string
  /** What messages call the cassettes. @defaultValue their paths */
  readonly name?: string
}

/**
 * Starts a server that answers with what was recorded, each chunk when it came the first time.
 *
 * @param source - Cassettes, by their paths or loaded. Several are one sequence, in this order.
 * @throws CassetteNotFoundError, CassetteFormatError, WiretapeError PORT_IN_USE, TypeError for a wrong option.
 * @example
 * const server = await startReplayServer('cassettes/hello.yaml')
 * const client = new OpenAI({ baseURL: `${server.url}/v1` })
 */
export async function startReplayServer(
  source: string | Cassette | readonly (string | Cassette)[],
  options: ReplayServerOptions = {},
): Promise<RunningServer> {
  checkServerOptions(options)
  const upstream = options.upstream === undefined ? undefined : readUpstream(options.upstream)
  const sources = [source].flat()
  const interactions = sources.flatMap((one) => load(one).interactions)
  const recorder = Recorder.of(
    { version: 2, interactions },
    { speed: 'recorded', repeats: 'last', ...options },
    options.name ?? sources.filter((one) => typeof one === 'string').join(', '),
  )
  const names = ownNames(options.host, options.allowHosts)
  const origins = new Origins(interactions)
  const serving: Serving = {
    recorder,
    upstreams: new Upstreams(),
    refusesLarge: true,
    check: (incoming) => (isAbsolute(incoming.target) ? undefined : guard(incoming, names)),
    decide: (exchange) =>
      decideAmong(targetOf(exchange.incoming, origins, upstream), exchange, recorder),
  }
  return run(serving, options)
}

function load(source: string | Cassette): Cassette {
  return typeof source === 'string' ? readCassette(fileStore, source) : source
}
