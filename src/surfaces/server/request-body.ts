import type { Readable } from 'node:stream'

/** The bytes of a body that were read. */
export interface ReadBody {
  readonly pieces: readonly Uint8Array[]
  /** Whether that is all: otherwise it is larger than allowed, and the rest is still to be read. */
  readonly isWhole: boolean
}

/**
 * Reads a request's body, up to a limit.
 *
 * @throws ClientGoneError where the client went away before its end.
 */
export function readBody(stream: Readable, maxBytes: number): Promise<ReadBody> {
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = []
    let length = 0
    const take = (piece: Uint8Array): void => {
      pieces.push(piece)
      length += piece.length
      if (length > maxBytes) settle(() => resolve({ pieces, isWhole: false }))
    }
    const end = (): void => settle(() => resolve({ pieces, isWhole: true }))
    const gone = (): void => settle(() => reject(new ClientGoneError()))
    const settle = (done: () => void): void => {
      stream.pause()
      stream.off('data', take).off('end', end).off('close', gone)
      done()
    }
    stream.on('data', take).once('end', end).once('close', gone).on('error', gone)
  })
}

/** The client went away before its request was whole: nobody waits for an answer. */
export class ClientGoneError extends Error {
  readonly code = 'ABORT_ERR'

  constructor() {
    super('The client went away before its request was whole.')
    this.name = 'ClientGoneError'
  }
}
