/** The names and messages of the errors with which undici ends a response, by what their codes end with. */
const errors: Readonly<Record<string, readonly [name: string, message: string]>> = {
  SOCKET: ['SocketError', 'other side closed'],
  HEADERS_TIMEOUT: ['HeadersTimeoutError', 'Headers Timeout Error'],
  BODY_TIMEOUT: ['BodyTimeoutError', 'Body Timeout Error'],
  RES_CONTENT_LENGTH_MISMATCH: [
    'ResponseContentLengthMismatchError',
    'Response body length does not match content-length header',
  ],
  RES_EXCEEDED_MAX_SIZE: ['ResponseExceededMaxSizeError', 'Response content exceeded max size'],
  INFO: ['InformationalError', 'request failed'],
}

const prefix = 'UND_ERR_'

/** Undici's own error, of whichever copy: by these marks its classes know theirs. */
export function undiciError(code: string): Error {
  const [name, message] = errors[code.slice(prefix.length)] ?? ['UndiciError', code]
  return Object.assign(new Error(message), { name, code, ...marks(prefix.slice(0, -1), code) })
}

/** What undici makes of an error that was recorded: it says so in words of its own. */
export function asOfUndici(error: unknown): unknown {
  // One that has a name is what a listener has thrown.
  if (!(error instanceof Error && error.name === 'Error' && 'code' in error)) return error
  const { code } = error
  if (typeof code !== 'string') return error
  if (code.startsWith(prefix)) return undiciError(code)
  if (!code.startsWith('HPE_')) return error
  return Object.assign(error, { name: 'HTTPParserError', ...marks('UND_ERR_HTTP_PARSER') })
}

function marks(...codes: readonly string[]): Record<symbol, true> {
  return Object.fromEntries(codes.map((code) => [Symbol.for(`undici.error.${code}`), true]))
}
