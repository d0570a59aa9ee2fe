import { STATUS_CODES } from 'node:http'
import { bodyLength } from '../../core/body.ts'
import type { Fault } from '../../core/fault.ts'
import { isBodyless } from '../../core/head.ts'
import { type HeaderMap, newHeaders, withoutHeaders } from '../../core/headers.ts'
import type { Playback, PlaybackSink } from '../../engine/playback.ts'
import type { Reply } from './reply.ts'

/** A sink to which a playback goes as if something went wrong on its way: breaks, silence, and half a body. */
export function faulty(
  sink: PlaybackSink,
  fault: Fault | undefined,
  playback: Playback,
): PlaybackSink {
  switch (fault?.kind) {
    case 'reset':
      return cutAfter(fault.afterChunks, sink, playback, () => sink.fail(brokenOff()))
    case 'stall':
      return cutAfter(fault.afterChunks, sink, playback, () => {})
    case 'truncate':
      return halved(sink, playback)
    case 'slow':
    case 'status':
    case undefined:
      return sink
  }
}

function cutAfter(
  chunks: number | undefined,
  sink: PlaybackSink,
  playback: Playback,
  cut: () => void,
): PlaybackSink {
  let left = chunks
  const cutNow = (): false => {
    playback.abort()
    cut()
    return false
  }
  return {
    head: (head) => {
      if (left === undefined) return void cutNow()
      sink.head(head)
      if (left === 0) cutNow()
    },
    chunk: (bytes) => {
      const goesOn = sink.chunk(bytes)
      left = (left ?? 0) - 1
      return left <= 0 ? cutNow() : goesOn
    },
    // It had fewer chunks than that: its end does not come.
    end: () => void cutNow(),
    fail: (error) => sink.fail(error),
  }
}

const lengthHeader: ReadonlySet<string> = new Set(['content-length'])

function halved(sink: PlaybackSink, playback: Playback): PlaybackSink {
  let left = Math.floor(bodyLength(playback.response.body) / 2)
  const end = (trailer: HeaderMap): false => {
    playback.abort()
    sink.end(trailer)
    return false
  }
  return {
    head: (head) => sink.head({ ...head, headers: withoutHeaders(head.headers, lengthHeader) }),
    chunk: (bytes) => {
      const part = bytes.subarray(0, left)
      left -= part.length
      const goesOn = part.length === 0 || sink.chunk(part)
      return left === 0 ? end(newHeaders()) : goesOn
    },
    end: (trailer) => sink.end(trailer),
    fail: (error) => sink.fail(error),
  }
}

/** Answers with a status that was asked for. It may be tried again: that is what it is for. */
export function answerFault(
  code: number,
  headers: readonly (readonly [string, string])[],
  reply: Reply,
): void {
  const message = `The status ${code} was asked for: a fault.`
  const error = { message, type: 'wiretape_fault', code: 'FAULT' }
  const body = Buffer.from(isBodyless('GET', code) ? '' : `${JSON.stringify({ error })}\n`)
  const own = ['Content-Type', 'application/json', 'Content-Length', String(body.length)]
  const fields = [...headers.flat(), ...(body.length > 0 ? own : [])]
  reply.head({ code, reason: STATUS_CODES[code] ?? '', fields, hasTrailer: false })
  if (body.length > 0) reply.write(body)
  reply.end()
}

function brokenOff(): Error {
  return Object.assign(new Error('ECONNRESET: a fault that was asked for'), { code: 'ECONNRESET' })
}
