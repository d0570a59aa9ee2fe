import type { ServerResponse } from 'node:http'
import type { Server, Socket } from 'node:net'

/** What Node's parser says of what it cannot read. */
interface ParseError extends NodeJS.ErrnoException {
  readonly reason?: string
}

/** @param host - Whom a request was for, as far as that is known. */
export type Unreadable = (message: string, host: string | undefined) => void

/**
 * Answers what is no request to Node's parser, and says why. Node itself answers without a word, and whoever runs the
 * server learns nothing of what is not recorded.
 *
 * @param tell - Told once for each reason.
 */
export function watchUnreadable(server: Server, tell?: Unreadable, host?: string): void {
  const told = new Set<string>()
  server.on('clientError', (error: ParseError, socket: Socket) => {
    const { code = '' } = error
    const status = statuses[code] ?? (code.startsWith('HPE_') ? '400 Bad Request' : undefined)
    if (status === undefined) return void socket.destroy(error)
    const message = messageOf(error, host)
    if (mayAnswer(socket)) socket.write(answerOf(status, code, message))
    socket.destroySoon()
    if (silent.has(code) || told.has(code)) return
    told.add(code)
    tell?.(message, host)
  })
}

const statuses: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}

/** A client that leaves, or is slow, has asked for nothing. */
const silent: ReadonlySet<string> = new Set([
  'ERR_HTTP_REQUEST_TIMEOUT',
  'HPE_CLOSED_CONNECTION',
  'HPE_INVALID_EOF_STATE',
])

/** Whether what is written now is not taken for a part of another answer. */
function mayAnswer(socket: Socket): boolean {
  const answer = Reflect.get(socket, '_httpMessage') as ServerResponse | null | undefined
  return socket.writable && answer?.headersSent !== true
}

function messageOf({ code = '', reason, message }: ParseError, host?: string): string {
  const whom = host === undefined ? '' : ` to ${host}`
  return `A request${whom} could not be read, and was refused (${code}).\n${reasons[code] ?? `${reason ?? message}.`}`
}

const reasons: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'Its head is larger than 64 KiB.',
  HPE_INVALID_METHOD: 'Its method is none that Node knows. They are in capitals.',
  HPE_INVALID_URL: 'Its URL holds what has to be percent-encoded: blanks, or what is not ASCII.',
}

function answerOf(status: string, code: string, message: string): string {
  const body = `${JSON.stringify({ error: { message, type: 'wiretape_error', code } })}\n`
  return [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n')
}
