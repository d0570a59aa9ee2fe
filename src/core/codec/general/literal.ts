/**
 * Reads a literal block as Go does, from its header to its last line.
 *
 * @param value what the `yaml` package read, which tells how far the block is indented
 * @returns nothing where a line separator ends a line that Go would not take for the block's
 */
export function readLiteral(raw: string, value: string): string | undefined {
  const [header = '', ...lines] = raw.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n')
  const width = firstIndentation(lines.join('\n')) - firstIndentation(value)
  const last = lines.findLastIndex((line) => line.length > width)
  const text = lines
    .slice(0, last + 1)
    .map((line) => line.slice(width))
    .join('\n')
  const unseparated = withoutIndentation(text, width)
  return unseparated === undefined
    ? undefined
    : unseparated + lineFeeds(header, lines.length - last)
}

// The line feeds behind the text, by what the header says of them.
function lineFeeds(header: string, count: number): string {
  if (header.includes('-')) return ''
  return header.includes('+') ? '\n'.repeat(count) : '\n'
}

function withoutIndentation(text: string, width: number): string | undefined {
  const parts = text.split(/([\u0085\u2028\u2029])/)
  let joined = parts[0] as string
  for (let at = 1; at < parts.length; at += 2) {
    const line = parts[at + 1] as string
    const isEmpty = line === '' || line.startsWith('\n')
    if (!isEmpty && !line.startsWith(' '.repeat(width))) return undefined
    joined += (parts[at] === '\u0085' ? '\n' : parts[at]) + (isEmpty ? line : line.slice(width))
  }
  return joined
}

function firstIndentation(text: string): number {
  const indented = text.replace(/^\n+/, '')
  return indented.length - indented.replace(/^ +/, '').length
}
