/** What a client and a server can see of one exchange. Two of them are compared: one with a recorder, one without. */
export interface Observed {
  /** What the client saw before the body, in its own terms. */
  readonly head?: unknown
  readonly chunks: readonly string[]
  readonly trailers?: unknown
  /** The codes and names of the error, outermost first, and where the client met it. */
  readonly error?: readonly string[]
  /** The events of the client's objects, each list in its order. */
  readonly events?: Readonly<Record<string, readonly string[]>>
  readonly more?: unknown
}

/** What a scenario has its client do. */
export interface Doing {
  readonly url: string
  readonly progress: Progress
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  /** Called once for each request: streams are read once. */
  readonly body?: () => string | Uint8Array | AsyncIterable<Uint8Array> | FormData | URLSearchParams
  /** Goes away once so many chunks have come. */
  readonly leaveAfter?: number
  /** Follows redirects, where the client can. */
  readonly follows?: boolean
  /** Gives up when nothing has come for so long, in milliseconds. */
  readonly timeoutMs?: number
  /** Waits for leave to send its body, where the client can. */
  readonly expects?: boolean
  /** Never looks at the body. */
  readonly leavesBody?: boolean
}

/** A client as the scenarios drive it. */
export interface Observer {
  readonly name: string
  /** A client with connections of its own. */
  open(): { observe(doing: Doing): Promise<Observed>; close(): Promise<void> }
}

/** How far a client has come: its server waits for it, so that nothing can be held back on the way unnoticed. */
export class Progress {
  #chunks = 0
  #hasHead = false
  #waiting: (() => void)[] = []

  head(): void {
    this.#hasHead = true
    this.#tell()
  }

  chunk(): void {
    this.#chunks += 1
    this.#tell()
  }

  /** Waits until the client has its headers. */
  async untilHead(): Promise<void> {
    while (!this.#hasHead) await this.#change()
  }

  /** Waits until the client has so many chunks. */
  async untilChunks(count: number): Promise<void> {
    while (this.#chunks < count) await this.#change()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #tell(): void {
    for (const tell of this.#waiting.splice(0)) tell()
  }
}

/** Takes a chunk as its client gets it. */
export function take(bytes: Uint8Array, chunks: string[], { progress }: Doing): void {
  chunks.push(Buffer.from(bytes).toString('latin1'))
  progress.chunk()
}

/** The names and codes of an error and of what caused it. */
export function errorFacts(error: unknown): string[] {
  const facts: string[] = []
  for (let at = error; at instanceof Error && facts.length < 5; at = at.cause) {
    const code: unknown = 'code' in at ? at.code : undefined
    const message = at.message.replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')
    facts.push(`${at.name} ${String(code)} ${message}`)
  }
  return facts
}
