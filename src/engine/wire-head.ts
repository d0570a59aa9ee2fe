import { isBodyless } from '../core/head.ts'
import { type HeaderMap, canonicalValue } from '../core/headers.ts'

/** The head of a response, as it came over the wire. */
export interface WireHead {
  readonly code: number
  /** As a field's value is kept. */
  readonly reason: string
  /** `HTTP/1.1`, `HTTP/2.0`. @defaultValue `HTTP/1.1` */
  readonly proto?: string
  /** Names in Go's canonical form. */
  readonly headers: HeaderMap
  /**
   * Whether the surface sees the body with its codings already taken off, as built-in fetch does.
   * @defaultValue false
   */
  readonly isDecoded?: boolean
}

/** Whether a head names a content-coding. */
export function isCoded(headers: HeaderMap): boolean {
  return canonicalValue(headers, 'Content-Encoding') !== undefined
}

/** How many bytes the body of a response has, as far as the head tells. */
export function expectedBytes(method: string, head: WireHead): number {
  if (isBodyless(method, head.code)) return 0
  return head.isDecoded && isCoded(head.headers) ? Infinity : toldBytes(head.headers)
}

/** How many bytes of a body its fields announce. */
export function toldBytes(headers: HeaderMap): number {
  const length = canonicalValue(headers, 'Content-Length')
  if (length === undefined || !/^\d+$/.test(length)) return Infinity
  const isFramed = canonicalValue(headers, 'Transfer-Encoding') !== undefined
  return isFramed ? Infinity : Number(length)
}
