const escapes = /(?:%[0-9A-Fa-f]{2})+/g

/** Decodes percent escapes of UTF-8 text; bytes that are no text stay escaped, in capitals. */
export function percentDecode(text: string): string {
  return text.includes('%') ? text.replace(escapes, decodeRun) : text
}

/** As `percentDecode`, for a path: an escaped slash or percent sign is not the sign itself. */
export function percentDecodePath(path: string): string {
  if (!path.includes('%')) return path
  return path.replace(escapes, (run) =>
    decodeRun(run).replaceAll('%', '%25').replaceAll('/', '%2F'),
  )
}

function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run)
  } catch (error) {
    if (error instanceof URIError) return run.replace(/%../g, decodeByte)
    throw error
  }
}

function decodeByte(escape: string): string {
  const byte = Number.parseInt(escape.slice(1), 16)
  return byte < 0x80 ? String.fromCharCode(byte) : escape.toUpperCase()
}
