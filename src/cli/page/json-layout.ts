type Node =
  | string
  | { readonly open: string; readonly items: readonly Item[]; readonly close: string }

interface Item {
  /** `"name": ` in an object. */
  readonly label: string
  readonly value: Node
}

const deepest = 100

/**
 * JSON in lines that are easy to read: what fits into the columns stays on one line.
 *
 * Only white space between its tokens changes: a number keeps its digits, a key that stands twice stands twice.
 *
 * @returns nothing where the text is no JSON, or nested more than 100 deep.
 */
export function jsonLines(text: string, columns: number): readonly string[] | undefined {
  if (!/^\s*[[{]/.test(text) || !isJson(text)) return undefined
  const tokens = text.match(token) ?? []
  if (depthOf(tokens) > deepest) return undefined
  return [...linesOf({ label: '', value: read(tokens.values()) }, columns, '', '')]
}

// A text that is JSON consists of these and white space alone.
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    // Any text may be asked about.
    return false
  }
}

function depthOf(tokens: readonly string[]): number {
  let depth = 0
  let most = 0
  for (const one of tokens) {
    if (one === '{' || one === '[') depth += 1
    if (one === '}' || one === ']') depth -= 1
    most = Math.max(most, depth)
  }
  return most
}

function read(tokens: Iterator<string>, first: string = nextOf(tokens)): Node {
  if (first !== '{' && first !== '[') return first
  const items: Item[] = []
  let at = nextOf(tokens)
  while (at !== '}' && at !== ']') {
    if (at === ',') at = nextOf(tokens)
    const label = first === '{' ? `${at}: ` : ''
    if (first === '{') nextOf(tokens)
    items.push({ label, value: read(tokens, first === '{' ? nextOf(tokens) : at) })
    at = nextOf(tokens)
  }
  return { open: first, items, close: at }
}

function nextOf(tokens: Iterator<string>): string {
  const next = tokens.next()
  return next.done === true ? '' : next.value
}

function* linesOf(item: Item, columns: number, indent: string, comma: string): Generator<string> {
  const { label, value } = item
  const line = `${indent}${label}${onOneLine(value, columns)}${comma}`
  if (typeof value === 'string' || value.items.length === 0 || line.length <= columns)
    return yield line
  yield `${indent}${label}${value.open}`
  for (const [index, inner] of value.items.entries()) {
    const isLast = index === value.items.length - 1
    yield* linesOf(inner, columns, `${indent}  `, isLast ? '' : ',')
  }
  yield `${indent}${value.close}${comma}`
}

/** A value on one line; what is longer than the columns may be left unfinished. */
function onOneLine(value: Node, columns: number): string {
  if (typeof value === 'string') return value
  const { open, items, close } = value
  let line = open
  for (const [index, item] of items.entries()) {
    if (line.length > columns) return line
    line += `${index === 0 ? '' : ', '}${item.label}${onOneLine(item.value, columns)}`
  }
  return line + close
}
