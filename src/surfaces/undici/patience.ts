import type { Patience } from '../../engine/playback.ts'
import { ownSymbol } from '../own-symbol.ts'
import { undiciError } from './error.ts'
import type { DispatchOptions } from './request.ts'

/** Undici's timers are up to so late, in milliseconds: what came in time when it was recorded does so again. */
const latenessMs = 1_000

/** How long undici waits for a response: as the request says, or the dispatcher that sends it. */
export function patienceOf(
  options: Pick<DispatchOptions, 'headersTimeout' | 'bodyTimeout'>,
  dispatcher: object,
): Patience {
  return {
    headMs: waitOf(options.headersTimeout ?? timeoutOf(dispatcher, 'headers')),
    bodyMs: waitOf(options.bodyTimeout ?? timeoutOf(dispatcher, 'body')),
    giveUp: (on) => undiciError(`UND_ERR_${on === 'head' ? 'HEADERS' : 'BODY'}_TIMEOUT`),
  }
}

function waitOf(timeout: unknown): number {
  return typeof timeout === 'number' && timeout > 0 ? timeout + latenessMs : Infinity
}

/** A Client has it itself, what makes Clients has it among its options. */
function timeoutOf(dispatcher: object, part: 'headers' | 'body'): unknown {
  const own = ownSymbol(dispatcher, `${part} timeout`)
  if (own !== undefined) return own
  const options = ownSymbol(dispatcher, 'options')
  return typeof options === 'object' && options !== null
    ? Reflect.get(options, `${part}Timeout`)
    : undefined
}
