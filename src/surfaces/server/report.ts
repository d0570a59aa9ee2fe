import type { Socket } from 'node:net'
import type { Fault } from '../../core/fault.ts'
import type { Interaction } from '../../core/model.ts'
import type { Incoming } from './incoming.ts'
import type { Reply } from './reply.ts'

/** What became of one request, told when its answer is out. */
export interface AnswerReport {
  readonly method: string
  /** As the client sent it: escape it before you print it. */
  readonly target: string
  /** Where it was to go, absolute, once that was decided. */
  readonly url?: string
  /** The status that was sent, 0 where none was. */
  readonly status: number
  /**
   * `played`, `recorded`, `passed` (sent and not remembered), `missed`, `failed` (no response from the upstream), or
   * `told`: answered by the server for itself.
   */
  readonly outcome: 'played' | 'recorded' | 'passed' | 'missed' | 'failed' | 'told'
  /** Why there was no response from the upstream, and what to do. */
  readonly reason?: string | undefined
  /** What was played. */
  readonly interaction?: Interaction
  /** What went wrong with it on purpose. */
  readonly fault?: Fault | undefined
  /** Bytes of the body that were sent. */
  readonly bytes: number
  /** From the request's head to the end of its answer, in milliseconds. */
  readonly ms: number
  /** Whether the client had all of it. */
  readonly isWhole: boolean
}

type Noted = Pick<AnswerReport, 'outcome' | 'reason' | 'url' | 'interaction' | 'fault'>

/** Collects what becomes of a request. */
export class Notes {
  #noted: Noted = { outcome: 'told' }

  note(noted: Partial<Noted>): void {
    this.#noted = { ...this.#noted, ...noted }
  }

  get noted(): Noted {
    return this.#noted
  }
}

/** Tells what became of a request once its answer is out. */
export function reportTo(
  tellOf: (report: AnswerReport) => void,
  incoming: Incoming,
  reply: Reply,
): Notes {
  const notes = new Notes()
  const startedAt = performance.now()
  reply.onClose((isWhole) => {
    const { method, target } = incoming
    const { code: status, bytes } = reply
    const ms = performance.now() - startedAt
    const { noted } = notes
    const wasSent = noted.outcome === 'recorded' || noted.outcome === 'passed'
    const outcome = wasSent && status === 0 ? 'failed' : noted.outcome
    tellOf({ method, target, status, ...noted, outcome, bytes, ms, isWhole })
  })
  return notes
}

/** Tells of a tunnel that nothing was seen of, once it is closed. @returns its connection */
export function reported(
  upstream: Socket,
  target: string,
  tellOf: ((report: AnswerReport) => void) | undefined,
): Socket {
  const startedAt = performance.now()
  let status = 502
  upstream.once('connect', () => (status = 200))
  upstream.once('close', () => {
    const { bytesRead: bytes } = upstream
    const ms = performance.now() - startedAt
    const what = { method: 'CONNECT', target, url: `https://${target}`, outcome: 'passed' } as const
    tellOf?.({ ...what, status, bytes, ms, isWhole: status === 200 })
  })
  return upstream
}
