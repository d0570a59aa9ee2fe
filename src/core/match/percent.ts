const escapes = /(?:%[0-9A-Fa-f]{2})+/g
const pathEscapes = /(?:%(?!2[5Ff])[0-9A-Fa-f]{2})+/g

/** Decodes percent escapes. Bytes that are no UTF-8 become lone surrogates, so that they stay what they are. */
export function percentDecode(text: string): string {
  return text.includes('%') ? text.replace(escapes, decodeRun) : text
}

/** As `percentDecode`, for a path: an escaped slash or percent sign is not the sign itself. */
export function percentDecodePath(path: string): string {
  if (!path.includes('%')) return path
  return path.replace(pathEscapes, decodeRun).replaceAll('%2f', '%2F')
}

function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run)
  } catch {
    return run.replace(/%../g, decodeByte)
  }
}

function decodeByte(escape: string): string {
  const byte = Number.parseInt(escape.slice(1), 16)
  return String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte)
}
