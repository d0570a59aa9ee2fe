import type { Io, Output } from '../io.ts'

const everyMs = 200
const eraseLine = '\r\u001b[K'

/** A line at the foot of a terminal that says how things are, below whatever else is printed there. */
export class LiveLine {
  /** Where all else is to be printed meanwhile. */
  readonly output: Output
  readonly #terminal: Output
  readonly #isWanted: boolean
  #text: (() => string) | undefined
  #timer: NodeJS.Timeout | undefined
  #shown = ''

  /** @param isWanted - Whether it is to be there at all. Without a terminal it never is. */
  constructor(terminal: Output, isWanted: boolean) {
    this.#terminal = terminal
    this.#isWanted = isWanted && terminal.isTerminal
    this.output = this.#isWanted ? above(terminal, (text) => this.#print(text)) : terminal
  }

  /** Shows it from now on. @param text - Says how things are, in one line */
  begin(text: () => string): void {
    if (!this.#isWanted) return
    this.#text = text
    this.#timer = setInterval(() => this.#draw(), everyMs).unref()
    this.#draw()
  }

  /** Takes it away. */
  end(): void {
    clearInterval(this.#timer)
    this.#text = undefined
    if (this.#shown !== '') this.#terminal.write(eraseLine)
    this.#shown = ''
  }

  #print(text: string): void {
    this.#terminal.write(this.#shown === '' ? text : `${eraseLine}${text}${this.#shown}`)
  }

  #draw(): void {
    // A line that is as wide as the terminal would wrap in some.
    const text = (this.#text?.() ?? '').slice(0, this.#terminal.columns - 1)
    const line = this.#terminal.paint.dim(text)
    if (line === this.#shown) return
    this.#shown = line
    this.#terminal.write(`${eraseLine}${line}`)
  }
}

/** The same output, but for what is done with a text. */
function above(output: Output, write: (text: string) => void): Output {
  return {
    write,
    isTerminal: output.isTerminal,
    get columns() {
      return output.columns
    },
    hasColour: output.hasColour,
    paint: output.paint,
  }
}

/** Whether it is wanted: it stands in the way of a wrapped command, and of programs that read along. */
export function isLive(
  {
    quiet,
    json,
    log,
  }: { readonly quiet?: true; readonly json?: true; readonly log?: string | undefined },
  child: readonly string[] | undefined,
  { env }: Io,
): boolean {
  const isRead = quiet === true || json === true || log === 'json'
  return !isRead && child === undefined && env['TERM'] !== 'dumb'
}
