import type { CST } from 'yaml'
import { noYaml, YamlFault } from './fault.ts'
import { withLineFeeds } from './line-breaks.ts'
import type { Context } from './nodes.ts'

// A cassette's own are 6 deep. The package parses and composes recursively.
const deepest = 64
// The document, and what stands at depth 0.
const shallowest = 2

// Each takes the package a third of a kilobyte, until all are read.
const mostLexemes = 1 << 22

/**
 * The tokens of a file up to its first document. Throws a `YamlFault` at the first that is no YAML.
 *
 * Also at what could make it dangerous to go on, before there is more of it: depth, anchors and aliases, and more pieces
 * than memory has room for.
 */
export function* tokensOf(
  { source, yaml }: Context,
  most: number = mostLexemes,
): Generator<CST.Token> {
  const parser = new yaml.Parser()
  let isText = false
  let isRead = false
  let count = 0
  for (const lexeme of new yaml.Lexer().lex(withLineFeeds(source.text))) {
    if (++count > most) throw new YamlFault(tooMany, parser.offset, 'Split it into several.')
    if (!isText) checkLexeme(lexeme, parser.offset)
    isText = !isText && lexeme === beforeText
    for (const token of parser.next(lexeme)) {
      yield checked(token)
      isRead ||= token.type === 'document'
    }
    // Not before what ended the document was looked at: without a mark behind it, nothing may be there.
    if (isRead) return
    checkDepth(parser.stack)
  }
  for (const token of parser.end()) yield checked(token)
}

const tooMany =
  'it has more pieces of YAML than fit, and is not laid out as go-vcr and wiretape do it.'

// A lexeme of its own, by which the package says that the next one is a text.
const beforeText = '\x1f'

function checkLexeme(lexeme: string, at: number): void {
  if (lexeme.startsWith('&')) {
    throw new YamlFault('anchors are not read: no cassette has one.', at)
  }
  if (lexeme.startsWith('*')) {
    throw new YamlFault('aliases are not read: no cassette has one.', at)
  }
  if (isOpen(lexeme)) throw noYaml(`Missing closing ${lexeme[0]}quote`, at + lexeme.length)
}

/**
 * Whether it is quoted text without its last quote: the package ends it where a line stands left of its key, and takes an
 * escaped quote there for the last.
 */
function isOpen(lexeme: string): boolean {
  const last = lexeme.length - 1
  switch (lexeme.charAt(0)) {
    case "'":
      // Two are an escaped one.
      return runBefore(lexeme, last + 1, "'") % 2 === 0
    case '"':
      return last === 0 || lexeme[last] !== '"' || runBefore(lexeme, last, '\\') % 2 === 1
    default:
      return false
  }
}

/** How many of a character stand there in a row, behind the first of all. */
function runBefore(lexeme: string, end: number, character: string): number {
  let start = end
  while (start > 1 && lexeme[start - 1] === character) start--
  return end - start
}

function checkDepth(stack: readonly CST.Token[]): void {
  if (stack.length <= deepest + shallowest) return
  const { offset } = stack.at(-1) as CST.Token
  throw new YamlFault(`it is nested more than ${deepest} levels deep.`, offset)
}

function checked(token: CST.Token): CST.Token {
  if (token.type === 'error') throw noYaml(token.message, token.offset)
  return token
}
