import { type Socket, connect } from 'node:net'

/** A client that speaks for itself: bytes out, bytes in. */
export class Wire {
  readonly socket: Socket
  #text = ''
  #wake = (): void => {}
  #isOver = false
  /** The code of the error that ended it. */
  error: string | undefined

  /** @param to - A port of this machine, or a connection that is there. */
  constructor(to: number | Socket) {
    this.socket = typeof to === 'number' ? connect(to, '127.0.0.1') : to
    this.socket.setEncoding('latin1')
    this.socket.on('data', (text: string) => {
      this.#text += text
      this.#wake()
    })
    this.socket.on('error', (error: NodeJS.ErrnoException) => (this.error = error.code))
    this.socket.once('close', () => {
      this.#isOver = true
      this.#wake()
    })
  }

  /** All that has come. */
  get text(): string {
    return this.#text
  }

  send(...lines: readonly string[]): void {
    this.socket.write(lines.join('\r\n'))
  }

  /** Waits until a text has come. @throws where the connection ends without it */
  async until(wanted: string | RegExp): Promise<string> {
    while (this.#text.search(wanted) === -1) {
      if (this.#isOver) throw new Error(`The connection ended after ${JSON.stringify(this.#text)}`)
      await this.#next()
    }
    return this.#text
  }

  /** Waits for the end, and gives all that has come. */
  async ended(): Promise<string> {
    while (!this.#isOver) await this.#next()
    return this.#text
  }

  #next(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve))
  }
}

/** The lines of a request without a body, sent as the last one of its connection. */
export function get(target: string, ...fields: readonly string[]): string[] {
  return [`GET ${target} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...fields, '', '']
}
