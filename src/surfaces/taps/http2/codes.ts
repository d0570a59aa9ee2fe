/** Why a stream was reset, by its number. RFC 9113, section 7. */
const names = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
] as const

const prefix = 'NGHTTP2_'
export const internalError: number = names.indexOf('INTERNAL_ERROR')
export const cancel: number = names.indexOf('CANCEL')

/**
 * With what error a stream has ended, if it has: a reset by its own name, as Node's messages have it.
 *
 * @param error - What the stream told: nothing, where it was cancelled, or its connection closed.
 */
export function errorOf(
  { rstCode = 0 }: { readonly rstCode?: number | undefined },
  error: Error | undefined,
): Error | undefined {
  const isOther =
    error !== undefined && !('code' in error && error.code === 'ERR_HTTP2_STREAM_ERROR')
  if (isOther) return error
  const code = `${prefix}${names[rstCode] ?? 'INTERNAL_ERROR'}`
  return rstCode === 0
    ? undefined
    : Object.assign(new Error(`${code}: the stream was reset`), { code })
}

/** The reset that an error of a cassette was, if it was one. */
export function resetNamed(error: string | undefined): number | undefined {
  // As undici tells of one: without its number.
  if (error === 'ERR_HTTP2_STREAM_ERROR') return internalError
  const code = names.findIndex((name) => error === `${prefix}${name}`)
  return code > 0 ? code : undefined
}
