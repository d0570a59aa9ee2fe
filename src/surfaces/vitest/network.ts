import { WiretapeError } from '../../core/errors.ts'
import { printable } from '../../core/match/explain/printable.ts'
import { redactMessage } from '../../core/redact/message.ts'
import { compileRules } from '../../core/redact/rules.ts'
import type { HttpRequest } from '../../engine/http-request.ts'
import { withoutOwnFrames } from '../../engine/own-frames.ts'
import { type PassthroughRule, passesThrough } from '../../engine/options.ts'
import type { Outcome } from '../../engine/outcome.ts'
import type { Tapped } from '../../engine/taps.ts'

/** A test that runs, as far as requests are concerned. */
export interface OpenTest {
  readonly requests: Tapped
  readonly title: string
  /** Has it fail for a request that may have been its own. */
  blame(error: Error): void
}

/**
 * Whose a request is that was made in no test's name, by something that was started before or between them: the only
 * open test's. With several open tests it cannot be told, with none it is refused where the suite is to be offline.
 */
export class Network implements Tapped {
  readonly path = ''
  readonly #open = new Set<OpenTest>()
  readonly #refused = new Map<string, WiretapeError>()
  #allowed: readonly PassthroughRule[] | undefined

  /** The requests that were refused because no test was open, each once, with the error that its sender got. */
  get refused(): ReadonlyMap<string, WiretapeError> {
    return this.#refused
  }

  get maxBodyBytes(): number {
    return this.#owner?.maxBodyBytes ?? 0
  }

  enter(test: OpenTest): void {
    this.#open.add(test)
  }

  leave(test: OpenTest): void {
    this.#open.delete(test)
  }

  /** Refuses what is sent outside any test, but for loopback and what the rules allow. */
  close(allowed: readonly PassthroughRule[]): void {
    this.#allowed = allowed
  }

  readsBodyOf(url: string): boolean {
    return this.#owner?.readsBodyOf(url) ?? false
  }

  answersAll(url: string): boolean {
    return this.#owner?.answersAll(url) ?? false
  }

  knowsHttp2(fits: (url: string) => boolean): boolean {
    return this.#owner?.knowsHttp2(fits) ?? false
  }

  countMocked(): void {
    this.#owner?.countMocked()
  }

  handle(request: HttpRequest): Outcome {
    return this.#owner?.handle(request) ?? this.#handleUnowned(request)
  }

  leak(request: HttpRequest): Outcome {
    return this.#owner?.leak(request) ?? this.#handleUnowned(request)
  }

  get #owner(): Tapped | undefined {
    const [only] = this.#open
    return this.#open.size === 1 ? only?.requests : undefined
  }

  #handleUnowned(request: HttpRequest): Outcome {
    if (this.#open.size > 0) return { kind: 'refuse', error: this.#ambiguous(request) }
    const allowed = this.#allowed
    if (allowed === undefined || isLoopback(request.url) || passesThrough(allowed, request)) {
      return { kind: 'passthrough' }
    }
    const name = sayRequest(request)
    const error = this.#refused.get(name) ?? withoutOwnFrames(() => outside(request))
    this.#refused.set(name, error)
    return { kind: 'refuse', error }
  }

  #ambiguous(request: HttpRequest): WiretapeError {
    const error = withoutOwnFrames(() => ambiguous(request, [...this.#open]))
    for (const test of this.#open) test.blame(error)
    return error
  }
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return /^(?:(?:.+\.)?localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}

function outside(request: HttpRequest): WiretapeError {
  const { host } = new URL(request.url)
  return new WiretapeError(
    'OUTSIDE_TEST',
    `A request was made outside any test: ${sayRequest(request)}\n` +
      'No cassette is open there. Make it in the test or in beforeEach, answer it with a mock, ' +
      `or let it through with passthrough: ['${printable(host)}'].`,
  )
}

function ambiguous(request: HttpRequest, open: readonly OpenTest[]): WiretapeError {
  const titles = open.map(({ title }) => `  ${printable(title)}`).join('\n')
  return new WiretapeError(
    'AMBIGUOUS_REQUEST',
    `A request cannot be given to one of the tests that run at once: ${sayRequest(request)}\n${titles}\n` +
      'Whoever sent it was started outside of them. Start it in the test, or run these tests without test.concurrent.',
  )
}

function sayRequest({ method, url }: HttpRequest): string {
  const rules = compileRules({}, process.env)
  return printable(`${method} ${redactMessage(url, rules)}`)
}
