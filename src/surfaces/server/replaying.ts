import { openServing } from '../../engine/opening.ts'
import { warnWith } from '../../engine/host.ts'
import { Recorder } from '../../engine/recorder.ts'
import { fileStore } from '../../engine/store.ts'
import type { Authority } from './authority.ts'
import { type Choosing, decideAmong } from './choose-url.ts'
import type { Decision, Exchange } from './exchange.ts'
import { authorityOf } from './kept-authority.ts'
import { checkOnMiss } from './on-miss.ts'
import { readUpstream } from './options.ts'
import type { Problem } from './problem.ts'
import type { ReplayServerOptions } from './replay-server.ts'
import type { Manner } from './running-server.ts'
import { type CassetteSource, type Shelf, Shelves } from './shelf.ts'
import { Stock } from './stock.ts'
import { targetOf } from './target.ts'
import type { TunnelRules } from './tunnels.ts'
import { Upstreams } from './upstreams.ts'
import { watchStock } from './watching.ts'
import { WishReader } from './wishes.ts'

interface Opened {
  readonly stock: Stock
  readonly wishes: WishReader
  readonly recorder: Recorder
  readonly upstream: string | undefined
  readonly authority: Authority | undefined
}

/** What a replay server does: finds whose turn it is, and for which host. */
export class Replaying implements Manner, Choosing {
  readonly recorder: Recorder
  readonly upstreams: Upstreams = new Upstreams()
  readonly refusesLarge = true
  readonly sendsMisses: boolean
  readonly missStatus: number
  readonly tunnels?: TunnelRules
  readonly #stock: Stock
  readonly #wishes: WishReader
  readonly #upstream: string | undefined
  readonly #stopWatching: () => void

  private constructor(
    { stock, wishes, recorder, upstream, authority }: Opened,
    options: ReplayServerOptions,
  ) {
    const { onMiss, watch } = options
    this.#stock = stock
    this.recorder = recorder
    this.#wishes = wishes
    this.#upstream = upstream
    this.sendsMisses = onMiss === 'record' || onMiss === 'passthrough'
    this.missStatus = onMiss === '404' ? 404 : 424
    if (authority !== undefined) this.tunnels = allSeen(authority)
    this.#stopWatching = watch === true ? this.#watch(warnWith(options)) : () => {}
  }

  /** @throws CassetteNotFoundError, CassetteFormatError, TypeError for a wrong option. */
  static async open(
    sources: readonly CassetteSource[],
    options: ReplayServerOptions,
  ): Promise<Replaying> {
    const upstream = options.upstream && readUpstream(options.upstream)
    const stock = new Stock(new Shelves(fileStore, sources))
    const { broken } = stock.shelf
    if (options.strict === true && broken[0] !== undefined) throw broken[0]
    warnOf(broken, warnWith(options))
    checkOnMiss(options, stock.origins)
    const wishes = new WishReader(stock, options)
    const authority = options.forwardProxy === true ? await authorityOf(options) : undefined
    // Last: it may lock a cassette, and what fails from here on has to stop it.
    const recorder = await openRecorder(stock, sources, options)
    return new Replaying({ stock, wishes, recorder, upstream, authority }, options)
  }

  get stock(): Shelf {
    return this.#stock.shelf
  }

  decide(exchange: Exchange): Decision | Problem {
    const { incoming } = exchange
    const wishes = this.#wishes.read(incoming)
    if (!('turn' in wishes)) return wishes
    const target = targetOf(incoming, this.#stock.origins, this.#upstream)
    return decideAmong(target, exchange, wishes, this)
  }

  reset(session?: string): void {
    this.recorder.player.reset(session)
    this.#wishes.reset(session)
  }

  ended(): void {
    this.#stopWatching()
  }

  #watch(warn: (message: string) => void): () => void {
    return watchStock(this.#stock, {
      failed: (error) => warnOf([error], warn),
      changed: () => {
        this.recorder.player.load(this.stock.interactions)
        this.#wishes.reset()
        warnOf(this.stock.broken, warn)
      },
    })
  }
}

async function openRecorder(
  { shelf }: Stock,
  sources: readonly CassetteSource[],
  options: ReplayServerOptions,
): Promise<Recorder> {
  const { onMiss, cassette, name = nameOf(sources) } = options
  const served = {
    cassette: { version: 2, interactions: shelf.interactions },
    name,
    onMiss: onMiss === 'passthrough' ? 'send' : 'refuse',
  } as const
  const given = { speed: 'recorded', repeats: 'last', ...options } as const
  if (onMiss !== 'record' || cassette === undefined)
    return Recorder.over(await openServing(served, given))
  const realFile = fileStore.realPath(cassette)
  const isServed = shelf.cassettes.some(({ file }) => fileStore.realPath(file) === realFile)
  return Recorder.over(await openServing(served, given, { file: cassette, isServed }))
}

/** Tunnels lead nowhere: what is inside is answered as ever. */
function allSeen(authority: Authority): TunnelRules {
  return { authority, auth: undefined, servesItself: true }
}

function nameOf(sources: readonly CassetteSource[]): string {
  return sources.filter((one) => typeof one === 'string').join(', ')
}

function warnOf(errors: readonly Error[], warn: (message: string) => void): void {
  for (const { message } of errors) warn(message)
}
