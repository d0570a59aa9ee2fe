import { wireValue } from '../../core/field-value.ts'
import type { Fault } from '../../core/fault.ts'
import type { Playback, PlaybackSink } from '../../engine/playback.ts'
import { answerFault, faulty } from './faulty.ts'
import { fieldsOf, preparedFor } from './prepared.ts'
import type { Problem } from './problem.ts'
import type { Reply } from './reply.ts'

/**
 * Plays a recorded response to a client: its chunks when they are due, as fast as the client reads, until it goes away.
 *
 * @param fault - What is to go wrong with it.
 * @param tellInstead - Called in place of all that where the recording holds nothing that HTTP can carry.
 */
export function play(
  playback: Playback,
  reply: Reply,
  fault: Fault | undefined,
  tellInstead: (problem: Problem) => void,
): void {
  if (fault?.kind === 'status') return answerFault(fault.code, fault.headers, reply)
  if (fault === undefined && playback.isAtOnce && giveWhole(playback, reply)) return
  const played = fault?.kind === 'slow' ? playback.slowed(fault.times) : playback
  reply.onClose(() => played.abort())
  reply.onDrain(() => played.resume())
  played.start(sinkFor(played, reply, fault, tellInstead))
}

function giveWhole(playback: Playback, reply: Reply): boolean {
  const prepared = preparedFor(playback)
  return reply.carries(prepared.head.code) && reply.whole(prepared)
}

function sinkFor(
  playback: Playback,
  reply: Reply,
  fault: Fault | undefined,
  tellInstead: (problem: Problem) => void,
): PlaybackSink {
  const { interaction, head } = playback
  const { response, id } = interaction
  const sink = sinkOf(reply, Object.keys(response.trailer).length > 0)
  if (response.error === 'BODY_NOT_KEPT') {
    return { ...sink, head() {}, fail: (error) => tellInstead(unplayable(error.message)) }
  }
  if (!reply.carries(head.code)) {
    const message = `Interaction ${id} has the status ${head.code}, which no response over this protocol can have.`
    return { ...sink, head: () => tellInstead(unplayable(message)), chunk: () => true, end() {} }
  }
  return faulty(sink, fault, playback)
}

function sinkOf(reply: Reply, hasTrailer: boolean): PlaybackSink {
  return {
    head: ({ code, reason, headers }) =>
      reply.head({ code, reason: wireValue(reason), fields: fieldsOf(headers), hasTrailer }),
    chunk: (bytes) => reply.write(bytes),
    end: (trailer) => reply.end(fieldsOf(trailer)),
    fail: () => reply.cut(),
  }
}

function unplayable(message: string): Problem {
  return { status: 424, type: 'wiretape_error', code: 'UNPLAYABLE', message }
}
