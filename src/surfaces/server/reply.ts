import type { RawFields } from './fields.ts'
import type { Prepared } from './prepared.ts'

/** The head of an answer. */
export interface ReplyHead {
  readonly code: number
  readonly reason: string
  readonly fields: RawFields
  /** Whether fields may follow the body: then its length cannot stand before it. */
  readonly hasTrailer: boolean
}

/** So many bytes are sent without a look at how fast the client reads. */
export const mostAtOnce: number = 65_536

/** Where the answer to one request goes, whatever the protocol it came over. */
export interface Reply {
  /** The status that was sent, 0 before it is. */
  readonly code: number
  /** How many bytes of the body were given to it. */
  readonly bytes: number
  /** Whether a response over this protocol can have a status. */
  carries(code: number): boolean
  /** Tells a client that waits for it to send its body. */
  proceed(): void
  /** Passes on a response of the class 1xx, as far as the protocol has a way to. */
  inform(code: number, fields: RawFields): void
  head(head: ReplyHead): void
  /** A piece of the body, which stays a piece. @returns false where the client is slower: wait for `onDrain` */
  write(bytes: Uint8Array): boolean
  end(trailer?: RawFields): void
  /** What was given so far may wait: more is given at the end of this turn of the event loop. */
  hold(): void
  /**
   * Sends a whole response at once; its pieces stay pieces.
   *
   * @returns false where it is too much for that: nothing was sent.
   */
  whole(response: Prepared): boolean
  /** Ends it as a broken connection would, once what was written is out. */
  cut(): void
  onDrain(resume: () => void): void
  /** Called at the end, whatever it was. `isWhole` is false where the client went away, or was cut off, before it. */
  onClose(closed: (isWhole: boolean) => void): void
}
