import { cutBody } from '../../core/cut-body.ts'
import { wireValue } from '../../core/field-value.ts'
import { wirePairs } from '../../core/head.ts'
import type { HeaderMap } from '../../core/headers.ts'
import type { Interaction } from '../../core/model.ts'
import type { Playback } from '../../engine/playback.ts'
import type { RawFields } from './fields.ts'
import type { ReplyHead } from './reply.ts'

/** A response that is due at once, ready to be sent. */
export interface Prepared {
  readonly head: ReplyHead
  readonly pieces: readonly Uint8Array[]
  /** Of all pieces. */
  readonly bytes: number
  readonly trailer: RawFields
}

// Weak: what is asked for again and again stays, and memory does not grow with the cassette.
const known = new WeakMap<Interaction, WeakRef<Prepared>>()

/** The response of a playback, made ready where it was not yet. */
export function preparedFor(playback: Playback): Prepared {
  const { interaction, response } = playback
  const before = known.get(interaction)?.deref()
  if (before !== undefined) return before
  const { code, reason, headers } = playback.head
  const { pieces } = cutBody(response)
  const trailer = fieldsOf(response.trailer)
  const prepared = {
    head: {
      code,
      reason: wireValue(reason),
      fields: fieldsOf(headers),
      hasTrailer: trailer.length > 0,
    },
    pieces,
    bytes: pieces.reduce((sum, { length }) => sum + length, 0),
    trailer,
  }
  known.set(interaction, new WeakRef(prepared))
  return prepared
}

/** The fields of a recording as they go over the wire. */
export function fieldsOf(headers: HeaderMap): RawFields {
  return wirePairs(headers).flat()
}
