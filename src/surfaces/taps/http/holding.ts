import type { ClientRequest } from 'node:http'
import { type Body, bodyOf } from '../../../core/body.ts'
import { fieldOf } from './asked.ts'
import { greetLater } from './greeting.ts'
import { sayNoMore } from './say-no-more.ts'
import { type Writing, bytesOf, replaceWriting, restoreWriting } from './upload.ts'
import { define } from '../define.ts'
import { nextTick } from '../../next-tick.ts'

/** What becomes of a request that was held. */
export interface Release {
  /** Its body is whole, or larger than allowed: `undefined` then. */
  decide(body: Body | undefined): void
  /** It was given up before. */
  destroyed(): void
}

/**
 * Holds a request back until its body is known, before it has a connection.
 *
 * Its client writes as ever, is told at once that it may go on, and what it wrote is written again in the same steps once
 * it is decided: the framing is the one that it would have had.
 */
export function hold(request: ClientRequest, maxBodyBytes: number, release: Release): void {
  const held = new Held(request, maxBodyBytes, release)
  const destroy = request.destroy.bind(request)
  define(request, 'destroy', (error?: Error) => {
    held.letGo()
    destroy(error)
    release.destroyed()
    return request
  })
  greetLater(request, held)
  if (fieldOf(request, 'Expect') !== undefined) grantContinue(request)
}

interface Written {
  readonly chunk: unknown
  readonly encoding: unknown
}

/** Node's own way to make the head of a request that is written to. */
interface WithImplicitHeader {
  _implicitHeader(): void
}

class Held {
  readonly #request: ClientRequest
  readonly #maxBodyBytes: number
  readonly #release: Release
  readonly #its: Writing
  readonly #written: Written[] = []
  readonly #pieces: Uint8Array[] = []
  #length = 0
  #isHeld = true

  constructor(request: ClientRequest, maxBodyBytes: number, release: Release) {
    this.#request = request
    this.#maxBodyBytes = maxBodyBytes
    this.#release = release
    this.#its = replaceWriting(request, {
      write: (chunk, encoding, callback) => this.#write(chunk, encoding, callback),
      end: (chunk, encoding, callback) => this.#end(chunk, encoding, callback),
    })
  }

  /** Whether nothing was written yet. */
  get isWaiting(): boolean {
    return this.#isHeld && this.#pieces.length === 0
  }

  /** Gives the request its own methods back. */
  letGo(): void {
    this.#isHeld = false
    const its = this.#request as Partial<Writing & Pick<ClientRequest, 'destroy'>>
    delete its.destroy
    restoreWriting(its)
  }

  #write(chunk: unknown, encoding: unknown, callback: unknown): boolean {
    const bytes = bytesOf(chunk, encoding)
    // Node says best what is wrong with it.
    if (bytes === undefined) return this.#its.write(chunk, encoding, callback)
    if (!this.#request.headersSent) {
      ;(this.#request as unknown as WithImplicitHeader)._implicitHeader()
    }
    this.#remember(chunk, encoding, bytes)
    const done = typeof encoding === 'function' ? encoding : callback
    if (typeof done === 'function') nextTick(done)
    if (this.#length > this.#maxBodyBytes) this.#decide(undefined)
    return true
  }

  #end(chunk: unknown, encoding: unknown, callback: unknown): ClientRequest {
    const bytes = bytesOf(chunk, encoding)
    if (bytes !== undefined) this.#pieces.push(bytes)
    const [only, ...more] = this.#pieces
    const isOne = more.length === 0
    this.#decide(only === undefined ? '' : bodyOf(isOne ? only : Buffer.concat(this.#pieces)))
    this.#again.end(chunk, encoding, callback)
    return this.#request
  }

  #remember(chunk: unknown, encoding: unknown, bytes: Uint8Array): void {
    // A copy: whoever wrote it may use the memory again once it was told that it may go on.
    const copy = typeof chunk === 'string' ? chunk : Buffer.from(bytes)
    const isNamed = typeof encoding === 'string'
    this.#written.push({ chunk: copy, encoding: isNamed ? encoding : undefined })
    this.#pieces.push(typeof copy === 'string' ? bytes : copy)
    this.#length += bytes.length
  }

  #decide(body: Body | undefined): void {
    this.letGo()
    this.#release.decide(body)
    for (const { chunk, encoding } of this.#written) this.#again.write(chunk, encoding)
  }

  /** Whoever it was released to may watch what is written. */
  get #again(): Writing {
    return this.#request as unknown as Writing
  }
}

/** Tells a client that waits for leave to send its body that it may; a server's own leave comes too late then. */
function grantContinue(request: ClientRequest): void {
  nextTick(() => {
    request.emit('continue')
    sayNoMore(request, 'continue')
  })
}
