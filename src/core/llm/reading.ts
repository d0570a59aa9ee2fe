/** What a part of an answer is. */
export type PartKind = 'text' | 'thinking' | 'refusal' | 'tool'

/** A piece of an answer, as one event of a stream brings it; a plain answer brings each piece whole. */
export interface Delta {
  /** Pieces of one kind at one place of one choice are pieces of one part. */
  readonly kind: PartKind
  readonly place: number | string
  /** Which of several answers, from 0. */
  readonly choice: number
  /** For a tool call its arguments: JSON. */
  readonly text: string
  /** Whether this is the whole part, whatever came before. */
  readonly isWhole?: boolean
  /** A tool's name. */
  readonly name?: string | undefined
  /** What the model calls the tool call. */
  readonly id?: string | undefined
}

/** How many tokens a request cost, as far as the service said. */
export interface TokenUsage {
  readonly input?: number | undefined
  readonly output?: number | undefined
}

/** What one payload (an event's data, or a plain answer) says. */
export interface Reading {
  readonly deltas: readonly Delta[]
  readonly model?: string | undefined
  readonly stopReason?: string | undefined
  readonly usage?: TokenUsage
}

/** How one service speaks. */
export interface LlmDialect {
  readonly api: 'openai-chat' | 'openai-responses' | 'anthropic' | 'gemini'
  /** Whether a payload is one of this service's. */
  knows(payload: unknown): boolean
  read(payload: unknown): Reading
}
