const decoder = new TextDecoder()
const percentRun = /(?:%[0-9A-Fa-f]{2})+/g
const escape = /\\(?:u([0-9A-Fa-f]{4})|(.))/gs
const controls: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/** A secret without the escapes of the place where it was found, so that it is one secret in all places. */
export function plainSecret(value: string, isEncoded: boolean): string {
  if (isEncoded && value.includes('%')) return value.replace(percentRun, decodeRun)
  return value.includes('\\') ? value.replace(escape, unescape) : value
}

function decodeRun(run: string): string {
  const bytes = run
    .slice(1)
    .split('%')
    .map((hex) => Number.parseInt(hex, 16))
  return decoder.decode(Uint8Array.from(bytes))
}

function unescape(_: string, hex: string | undefined, character: string): string {
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
  return controls[character] ?? character
}
