import type { RecorderOptions } from '../../engine/options.ts'
import { Recorder } from '../../engine/recorder.ts'
import { requestAt } from './exchange.ts'
import { type ServerOptions, checkServerOptions, readUpstream } from './options.ts'
import { foreignTargetProblem } from './problem.ts'
import { type Manner, type RunningServer, run } from './running-server.ts'
import { under } from './target.ts'
import { Upstreams } from './upstreams.ts'

/** How a recording proxy behaves. `speed` is `'recorded'` by default. */
export interface RecordingProxyOptions extends ServerOptions, RecorderOptions {
  /** Where requests go. Its path stands before theirs, and the recorded URLs are its. */
  readonly upstream: string
  /** The cassette's file. */
  readonly cassette: string
}

/**
 * Starts a reverse proxy: requests go to the upstream, come back live, and are in the cassette when it is closed.
 *
 * In modes that match it replays what it has, when it came the first time.
 *
 * @throws CassetteFormatError, CassetteLockedError, WiretapeError PORT_IN_USE, TypeError for a wrong option.
 * @example
 * const proxy = await startRecordingProxy({ upstream: 'https://api.openai.com', cassette: 'hello.yaml' })
 * const client = new OpenAI({ baseURL: `${proxy.url}/v1` })
 */
export async function startRecordingProxy(options: RecordingProxyOptions): Promise<RunningServer> {
  checkServerOptions(options)
  const upstream = readUpstream(options.upstream)
  const recorder = await Recorder.open(options.cassette, { speed: 'recorded', ...options })
  const manner: Manner = {
    recorder,
    upstreams: new Upstreams(),
    refusesLarge: false,
    foreign: foreignTargetProblem(upstream),
    stock: { cassettes: [], broken: [] },
    decide: (exchange) => {
      const url = under(upstream, exchange.incoming.target)
      return { url, outcome: recorder.handle(requestAt(url, exchange)) }
    },
    reset: (session) => recorder.player.reset(session),
    ended: () => {},
  }
  return run(manner, options)
}
