import { randomBytes } from 'node:crypto'
import type { Counts } from '../../engine/counts.ts'
import type { Missed } from '../../engine/misses.ts'
import { warnWith } from '../../engine/host.ts'
import type { RecorderOptions } from '../../engine/options.ts'
import { admit } from './admission.ts'
import type { Control, Page } from './control.ts'
import { distrustOf } from './distrust.ts'
import { isLoopback, ownNames } from './guard.ts'
import type { Incoming } from './incoming.ts'
import { Listening } from './listening.ts'
import { metricsPage } from './metrics.ts'
import type { ServerOptions } from './options.ts'
import { tlsOf } from './own-tls.ts'
import type { Problem } from './problem.ts'
import { type Serving, answering } from './serving.ts'
import { type Facts, statusPage } from './status.ts'
import type { Answer } from './protocols.ts'
import type { TunnelRules } from './tunnels.ts'
import { unproxied } from './unproxied.ts'
import type { Unreadable } from './unreadable.ts'

/** A server that runs. */
export interface RunningServer {
  /** The base URL for clients: `http://127.0.0.1:8080`. */
  readonly url: string
  readonly port: number
  readonly counts: Counts
  /** The requests that were refused, at most 1,000. */
  readonly misses: readonly Missed[]
  /** What clients have to show as `x-wiretape-token` to the server's own pages; nothing where it serves only this machine. */
  readonly token: string | undefined
  /** What clients have to trust, in PEM, where it was made here: of a forward proxy, or of `tls: 'own'`. */
  readonly certificate: string | undefined
  /** The files that are played, with how many interactions each has. */
  readonly cassettes: readonly { readonly file: string; readonly interactions: number }[]
  /** Why other files are not. */
  readonly broken: readonly Error[]
  /** How many answers are being given. */
  readonly open: number
  /** Sequences start over: those of one session, or all. */
  reset(session?: string): void
  /**
   * Takes no more requests, saves what was recorded, and closes all connections. A second call gives the same promise.
   *
   * @throws NoMatchError where requests were refused, and whatever else `Recorder.stop()` throws.
   */
  close(): Promise<void>
}

/** What one kind of server does in its own manner. */
export interface Manner extends Omit<Serving, 'admit' | 'onAnswer'> {
  /** Why a request to another host is not served; nothing where it is. */
  readonly foreign?: Problem
  /** Whether requests for another protocol come as such. @defaultValue false */
  readonly takesUpgrades?: boolean
  /** What becomes of tunnels; nothing where none are given. */
  readonly tunnels?: TunnelRules
  /** What is played. */
  readonly stock: Pick<Facts, 'cassettes' | 'broken'>
  reset(session?: string): void
  /** Called when it closes. */
  ended(): void
}

/** Starts a server. Where it cannot listen, its recorder is stopped and leaves the cassette as it was. */
export async function run(
  manner: Manner,
  options: ServerOptions & Pick<RecorderOptions, 'onWarning'>,
): Promise<RunningServer> {
  const { recorder, upstreams, missStatus, refusesLarge, takesUpgrades = false } = manner
  const token = isLoopback(options.host) ? undefined : randomBytes(16).toString('hex')
  const admission = {
    names: ownNames(options.host, options.allowHosts),
    cors: options.cors,
    foreign: manner.foreign,
    auth: manner.tunnels?.auth,
    control: controlOf(manner, token, () => listening),
  }
  const toAll = answering({
    recorder,
    upstreams,
    missStatus,
    refusesLarge,
    onAnswer: options.onAnswer,
    admit: (incoming, reply) => admit(incoming, reply, admission),
    decide: (exchange) => manner.decide(exchange),
  })
  const answer = manner.tunnels?.servesItself === true ? withUnproxied(toAll) : toAll
  let listening: Listening
  let certificate: string | undefined
  try {
    const own = await tlsOf(options)
    certificate = own.certificate ?? manner.tunnels?.authority.certificate
    const warn = warnWith(options)
    const all = { answer, takesUpgrades, unreadable: tellingOf(warn, manner) }
    listening = await Listening.start(options, own.tls, all, toldOf(manner, warn))
  } catch (error) {
    manner.ended()
    await recorder.stop({ discard: true })
    throw error
  }
  if (token !== undefined) warnWith(options)(openToOthers(listening.url, token))
  return new Running(manner, listening, { token, certificate }, options.grace ?? 0)
}

function withUnproxied(answer: Answer): Answer {
  return (incoming, reply) => answer(unproxied(incoming), reply)
}

type Warn = (message: string) => void

function toldOf({ tunnels }: Manner, warn: Warn): TunnelRules | undefined {
  return tunnels && { ...tunnels, distrusted: (host) => warn(distrustOf(host)) }
}

function tellingOf(warn: Warn, { tunnels }: Manner): Unreadable {
  const mayPass = tunnels?.ignored !== undefined
  let left = mostUnreadable
  return (message, host) => {
    if (left-- > 0) warn(mayPass && host !== undefined ? message + wayPast(host) : message)
  }
}

/** Each host may have one of each kind. */
const mostUnreadable = 20

function wayPast(host: string): string {
  return `\nWhere it is another protocol, let the host pass unseen: --ignore-host ${host}`
}

function openToOthers(url: string, token: string): string {
  return (
    `${url} is open to other machines, as far as they can reach this one.\n` +
    `Its own pages (/__wiretape/) are shown with the header x-wiretape-token: ${token}`
  )
}

class Running implements RunningServer {
  readonly url: string
  readonly port: number
  readonly token: string | undefined
  readonly certificate: string | undefined
  readonly #manner: Manner
  readonly #listening: Listening
  readonly #graceMs: number
  #closing: Promise<void> | undefined

  constructor(
    manner: Manner,
    listening: Listening,
    shown: Pick<RunningServer, 'token' | 'certificate'>,
    graceMs: number,
  ) {
    this.url = listening.url
    this.port = listening.port
    this.token = shown.token
    this.certificate = shown.certificate
    this.#manner = manner
    this.#listening = listening
    this.#graceMs = graceMs
  }

  get counts(): Counts {
    return this.#manner.recorder.counts
  }

  get misses(): readonly Missed[] {
    return this.#manner.recorder.misses
  }

  get open(): number {
    return this.#listening.open
  }

  get cassettes(): RunningServer['cassettes'] {
    const { cassettes } = this.#manner.stock
    return cassettes.map(({ file, interactions }) => ({ file, interactions: interactions.length }))
  }

  get broken(): readonly Error[] {
    return this.#manner.stock.broken
  }

  reset(session?: string): void {
    this.#manner.reset(session)
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close())
  }

  async #close(): Promise<void> {
    const { recorder, upstreams } = this.#manner
    this.#manner.ended()
    await this.#listening.quiesce(this.#graceMs)
    try {
      // Bodies that are still being recorded reach their clients meanwhile.
      await recorder.stop()
    } finally {
      await this.#listening.close()
      await upstreams.close()
    }
  }
}

function controlOf(manner: Manner, token: string | undefined, listening: () => Listening): Control {
  const { recorder } = manner
  const { player, mode } = recorder
  const status = (): Page => {
    const { counts, misses } = recorder
    const { url, open } = listening()
    const { cassettes, broken } = manner.stock
    return statusPage({ url, mode, counts, misses, open, player, cassettes, broken })
  }
  const metrics = (): Promise<Page> => {
    const { unused, ...requests } = recorder.counts
    const { cassettes } = manner.stock
    const all = cassettes.reduce((sum, { interactions }) => sum + interactions.length, 0)
    const { open } = listening()
    const sessions = player.sessionCount
    return metricsPage({ requests, open, sessions, interactions: { used: all - unused, unused } })
  }
  const reset = (incoming: Incoming): void => manner.reset(incoming.own('session'))
  return { token, pages: { status, metrics }, actions: { reset } }
}
