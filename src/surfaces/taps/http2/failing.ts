import type { ClientHttp2Stream, ServerHttp2Stream } from 'node:http2'
import { codeOf } from '../../../engine/error-code.ts'
import { internalError, resetNamed } from './codes.ts'
import { define } from '../define.ts'

/**
 * Ends a client's stream with an error, behind all that was written to it: as a reset, where that is what it was.
 *
 * @param client - The stream as its client has it, where it is known.
 */
export function failStream(
  stream: ServerHttp2Stream,
  client: ClientHttp2Stream | undefined,
  error: Error,
): void {
  const code = resetNamed(codeOf(error))
  if (code === undefined && client !== undefined) {
    const destroy = client.destroy.bind(client)
    // Node makes up an error for a reset, unless it is given one. A client may have closed it by then.
    const isReset = (): boolean => client.rstCode === internalError
    define(client, 'destroy', (reason?: Error) =>
      destroy(reason ?? (isReset() ? error : undefined)),
    )
  }
  const reset = (): void => void (stream.destroyed || stream.close(code ?? internalError))
  // A reset overtakes what waits to be written.
  if (stream.headersSent && !stream.writableEnded) stream.write(nothing, reset)
  else reset()
}

const nothing = new Uint8Array()
