import type {
  ClientHttp2Stream,
  ClientSessionRequestOptions,
  IncomingHttpHeaders,
  ServerHttp2Session,
  ServerHttp2Stream,
} from 'node:http2'
import type { Duplex } from 'node:stream'
import { type Body, bodyOf } from '../../../core/body.ts'
import type { Recording } from '../../../engine/recording.ts'
import type { Tapped } from '../../../engine/taps.ts'
import { asError } from '../../../engine/recorder-errors.ts'
import { AskedStream, type Fields } from './asked.ts'
import { cancel } from './codes.ts'
import { failStream } from './failing.ts'
import { playToStream } from './playing.ts'
import { type Upload, relay } from './relaying.ts'
import { takeFromStream } from './taking.ts'
import { openPair } from './memory-pair.ts'

/** A request that was put on a connection in this process, and is still to be answered. */
export interface PutRequest {
  readonly stream: ClientHttp2Stream
  readonly url: string
  readonly owner: Tapped
  readonly options: ClientSessionRequestOptions
}

/** Sends a request to its service. */
export type Send = (fields: Fields, options: ClientSessionRequestOptions) => ClientHttp2Stream

/**
 * The far end of a connection that was never made: a server of HTTP/2 in this process, which asks recorders.
 *
 * So a client has Node's own session and streams, whatever becomes of its requests.
 */
export class AnsweringEnd {
  /** What a client's session is put on. */
  readonly socket: Duplex
  /** Those that have not come here yet, by their streams. */
  readonly #put = new Map<number, PutRequest>()
  #open = 0
  #send: Send = () => {
    throw new TypeError('A request came over a connection without a session.')
  }

  /** @param http2 - `node:http2`, which is loaded where it is needed. */
  constructor(http2: Pick<typeof import('node:http2'), 'performServerHandshake'>) {
    const [near, far] = openPair()
    this.socket = near
    const session = http2.performServerHandshake(far, limits)
    session.on('stream', (stream, fields) => this.#answer(stream, fields))
    hearErrors(session)
  }

  /** Tells how a request is sent that has to go out after all. */
  passTo(send: Send): void {
    this.#send = send
  }

  /** Whether nothing is under way. */
  get isIdle(): boolean {
    return this.#open === 0
  }

  /** Tells whose a request is that was just put on the connection. */
  expect(put: PutRequest): void {
    const { stream } = put
    const remember = (): void => void this.#put.set(stream.id ?? 0, put)
    if (stream.pending) stream.once('ready', remember)
    else remember()
    this.#open += 1
    stream.once('close', () => (this.#open -= 1))
  }

  #answer(stream: ServerHttp2Stream, fields: IncomingHttpHeaders): void {
    hearErrors(stream)
    const { id = 0 } = stream
    const put = this.#put.get(id)
    this.#put.delete(id)
    // Its client has gone away before it came here.
    if (put?.stream.closed === true) return stream.close(cancel)
    if (fields['expect'] === '100-continue') stream.additionalHeaders({ ':status': 100 })
    // Put there while no recorder was installed.
    if (put === undefined) this.#passOn(stream, fields, undefined, newUpload(stream))
    else readUpload(stream, put.owner.maxBodyBytes, (upload) => this.#ask(stream, put, upload))
  }

  #ask(stream: ServerHttp2Stream, put: PutRequest, upload: Upload): void {
    const { owner, url, stream: client } = put
    const fields = client.sentHeaders as Fields
    const outcome = owner.handle(new AskedStream(url, fields, bodyIn(upload)))
    switch (outcome.kind) {
      case 'replay':
        stream.resume()
        return playToStream(stream, client, outcome.playback)
      case 'record':
        return this.#passOn(stream, fields, put, upload, outcome.recording)
      case 'passthrough':
        return this.#passOn(stream, fields, put, upload)
      case 'refuse':
        return void client.destroy(outcome.error)
    }
  }

  #passOn(
    stream: ServerHttp2Stream,
    fields: Fields,
    put: PutRequest | undefined,
    upload: Upload,
    recording?: Recording,
  ): void {
    const endStream = upload.isWhole && upload.pieces.length === 0
    const { signal: _itsClients, ...options } = put?.options ?? {}
    try {
      const service = this.#send(fields, { ...options, endStream })
      if (recording !== undefined) takeFromStream(service, recording)
      relay(stream, put?.stream, service, upload)
    } catch (error) {
      recording?.fail(error)
      failStream(stream, put?.stream, asError(error))
    }
  }
}

/** Nothing here is refused that the service itself would take. */
const limits = {
  maxSessionMemory: 65_536,
  maxHeaderListPairs: 65_536,
  maxSendHeaderBlockLength: 2 ** 24,
  settings: { maxConcurrentStreams: 2 ** 32 - 1, maxHeaderListSize: 2 ** 32 - 1 },
}

/** Whoever is at the other end has them, too. */
function hearErrors(emitter: ServerHttp2Session | ServerHttp2Stream): void {
  emitter.on('error', () => {})
}

function bodyIn({ pieces, isWhole }: Upload): Body | undefined {
  return isWhole ? bodyOf(Buffer.concat(pieces)) : undefined
}

/** What has come of a request's body: nothing yet. */
function newUpload(stream: ServerHttp2Stream): Upload {
  const upload: Upload = { pieces: [], isWhole: false, trailers: {} }
  stream.on('trailers', (fields) => (upload.trailers = fields))
  return upload
}

/** Reads a request's body, as far as it is no larger than allowed. */
function readUpload(
  stream: ServerHttp2Stream,
  maxBodyBytes: number,
  decide: (upload: Upload) => void,
): void {
  const upload = newUpload(stream)
  let length = 0
  const take = (piece: Buffer): void => {
    upload.pieces.push(piece)
    length += piece.length
    if (length <= maxBodyBytes) return
    stream.off('data', take).off('end', end).pause()
    decide(upload)
  }
  const end = (): void => {
    upload.isWhole = true
    decide(upload)
  }
  stream.on('data', take).once('end', end)
}
