import type { Pair } from './pairs.ts'

const latin1 = new TextDecoder('latin1')

/**
 * Reads a multipart body into its parts by name, each with its own headers, the boundary gone.
 *
 * The boundary is the body's first line, so that no Content-Type is needed. `undefined` where it is no such body.
 */
export function readMultipart(body: string | Uint8Array): readonly Pair[] | undefined {
  const text = typeof body === 'string' ? body : startsWithDashes(body) ? latin1.decode(body) : ''
  if (!text.startsWith('--')) return undefined
  const boundary = text.slice(0, text.indexOf('\r\n'))
  const end = text.lastIndexOf(`\r\n${boundary}--`)
  if (boundary.length < 3 || boundary.length > 72 || end === -1) return undefined
  const parts = text.slice(boundary.length, end).split(`\r\n${boundary}`)
  return parts.map((part): Pair => [nameOf(part), part.slice(2)])
}

function startsWithDashes(bytes: Uint8Array): boolean {
  return bytes[0] === 0x2d && bytes[1] === 0x2d
}

function nameOf(part: string): string {
  const head = part.slice(0, part.indexOf('\r\n\r\n'))
  return /^content-disposition:.*?[;\s]name="([^"]*)"/im.exec(head)?.[1] ?? ''
}
