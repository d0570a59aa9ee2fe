// Letters, digits and `- . _ ~`: what tokens are made of. Everything else ends a run.
const isRunUnit = new Uint8Array(128)
for (const unit of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~') {
  isRunUnit[unit.charCodeAt(0)] = 1
}

/** The shortest run worth a look: no token is shorter. */
export const shortestRun = 15

/**
 * Calls back for every run of at least 15 token characters.
 *
 * It looks at every 15th character only, and around it where that is one of them.
 */
export function forEachRun(text: string, visit: (start: number, end: number) => void): void {
  const { length } = text
  let lastEnd = 0
  for (let at = shortestRun - 1; at < length;) {
    const unit = text.charCodeAt(at)
    if (unit > 127 || isRunUnit[unit] === 0) {
      at += shortestRun
      continue
    }
    let start = at
    while (start > lastEnd && isToken(text.charCodeAt(start - 1))) start -= 1
    let end = at + 1
    while (end < length && isToken(text.charCodeAt(end))) end += 1
    if (end - start >= shortestRun) visit(start, end)
    lastEnd = end
    at = end + shortestRun
  }
}

function isToken(unit: number): boolean {
  return unit < 128 && isRunUnit[unit] === 1
}
