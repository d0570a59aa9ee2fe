import { isCutShort } from './cut-short.ts'
import type { Message } from './incoming.ts'

/** The bytes of a body that were read. */
export interface ReadBody {
  readonly pieces: readonly Uint8Array[]
  /** Whether that is all: otherwise it is larger than allowed, and the rest is still to be read. */
  readonly isWhole: boolean
}

/**
 * Reads a request's body, up to a limit.
 *
 * @param done - Called once, with nothing where the client went away before the end.
 */
export function readBody(
  message: Message,
  maxBytes: number,
  done: (read: ReadBody | undefined) => void,
): void {
  const pieces: Uint8Array[] = []
  let length = 0
  const take = (piece: Uint8Array): void => {
    pieces.push(piece)
    length += piece.length
    if (length > maxBytes) settle({ pieces, isWhole: false })
  }
  // Nothing more comes of it but `close`.
  const end = (): void => {
    message.off('close', gone)
    done(isCutShort(message, length) ? undefined : { pieces, isWhole: true })
  }
  const gone = (): void => settle(undefined)
  const settle = (read: ReadBody | undefined): void => {
    message.pause()
    message.off('data', take).off('end', end).off('close', gone)
    done(read)
  }
  // A broken connection is an error, too; `close` follows it.
  message.on('data', take).on('end', end).on('close', gone).on('error', ignore)
}

function ignore(): void {}
