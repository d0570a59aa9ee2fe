import type { ClientRequest } from 'node:http'
import { isCutShort } from './cut-short.ts'
import { pairsOf } from './fields.ts'
import type { Message } from './incoming.ts'
import type { ReadBody } from './request-body.ts'

/** Of a body that streams through, so many bytes are kept in case it has to be sent once more. */
const mostKept = 1_048_576
const nothing = new Uint8Array()

/** Who is told of a body as it goes out. */
export interface Watcher {
  /** Shown each piece, before it goes out. */
  see(bytes: Uint8Array): void
  /** All of it has come. */
  ended(): void
  /** Its client went away before that. */
  left(): void
}

/** A request's body on its way to the upstream: what was read already, then the rest as it comes. */
export class Upload {
  readonly #message: Message
  readonly #watcher: Watcher
  readonly #kept: Uint8Array[] = []
  #bytes = 0
  #isWhole = false
  #isRepeatable = true
  #to: ClientRequest | undefined

  /** @param read - What was read of it already. */
  constructor(message: Message, read: ReadBody | undefined, watcher: Watcher) {
    this.#message = message
    this.#watcher = watcher
    for (const piece of read?.pieces ?? []) this.#keep(piece)
    this.#isWhole = read?.isWhole === true
    if (this.#isWhole) watcher.ended()
    else this.#listen()
  }

  /** Whether all that was sent is still here. */
  get isRepeatable(): boolean {
    return this.#isRepeatable
  }

  /** Sends it, from its beginning. A second time only while it is repeatable. */
  sendTo(request: ClientRequest): void {
    this.#to = request
    for (const piece of this.#kept) request.write(piece)
    if (this.#isWhole) return this.#finish(request)
    this.#letGo()
    // Sends the head: the client may wait for the upstream's leave to send its body.
    request.write(nothing)
    request.on('drain', () => this.#message.resume())
    this.#message.resume()
  }

  /** Sends no more of it; what still comes is read and dropped, so that the connection can go on. */
  stop(): void {
    this.#to = undefined
    if (!this.#isWhole) this.#message.resume()
  }

  #listen(): void {
    this.#message.on('data', (piece: Uint8Array) => {
      this.#keep(piece)
      this.#letGo()
      if (this.#to?.write(piece) === false) this.#message.pause()
    })
    const gone = (): void => {
      if (!this.#isWhole) this.#watcher.left()
    }
    // A message of HTTP/1 that has had its answer is no longer told that its connection is gone.
    const lives = 'stream' in this.#message ? this.#message : this.#message.socket
    lives.once('close', gone)
    this.#message.once('end', () => {
      lives.off('close', gone)
      if (isCutShort(this.#message, this.#bytes)) return gone()
      this.#isWhole = true
      this.#watcher.ended()
      if (this.#to !== undefined) this.#finish(this.#to)
    })
    this.#message.pause()
  }

  #keep(piece: Uint8Array): void {
    this.#watcher.see(piece)
    if (this.#isRepeatable) this.#kept.push(piece)
    this.#bytes += piece.length
  }

  /** Memory does not grow with the body. */
  #letGo(): void {
    if (this.#bytes <= mostKept) return
    this.#isRepeatable = false
    this.#kept.length = 0
  }

  #finish(request: ClientRequest): void {
    const { rawTrailers } = this.#message
    if (rawTrailers.length > 0) request.addTrailers(pairsOf(rawTrailers))
    request.end()
  }
}
