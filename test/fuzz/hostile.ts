/** A file made to be slow or deadly to read. */
export interface Hostile {
  readonly name: string
  /** Its text of about so many characters. */
  readonly text: (size: number) => string
}

/** What is repeated, with `%` for a number that counts, and what stands before and after. */
type Shape = readonly [piece: string, before?: string, after?: string]

const head = 'version: 2\ninteractions:\n- request:\n    url: a\n'
const rest = '  response:\n    code: 200\n'

// Where a body stands.
const bodies: Readonly<Record<string, Shape>> = {
  'quoted lines left of their key': ['a\n', "'\n", "'"],
  'pretty JSON left of its key': ['  "a": 1,\n', "'{\n", "}'"],
  'double-quoted lines left of their key': ["  'a': 1,\n", '"{\n', '}"'],
  'empty quoted lines': ['\n', "'\n", "a'"],
  'escapes left of their key': ['\\n\n', '"\n', '"'],
  'a double quote that is never closed': ['a', '"'],
  'lines behind a double quote': ['a\n      ', '"'],
  'lines behind a double quote, left of the key': ['a\n', '"'],
  'backslashes behind a double quote': ['\\\\', '"'],
  'a single quote that is never closed': ['a', "'"],
  'lines behind a single quote, left of the key': ['a\n', "'"],
  'single quotes': ["'", "''"],
  'empty quotes': ['""'],
  'empty quotes apart': ['"" '],
  'escaped quotes': ['\\"', '"', '"'],
  'unknown escapes': ['\\q', '"', '"'],
  'escapes of no digits': ['\\xg', '"', '"'],
  'halves of pairs': ['\\ud800', '"', '"'],
  'tabs in quotes': ['\t\n', '"', '"'],
  'tabs in a block': ['\ta\n', '|\n'],
  'tabs behind the indentation of a block': ['      \ta\n', '|\n'],
  'tabs in a plain text': ['\tb\n', 'a\n'],
  'a block of blank lines': ['\n', '|\n      a\n', '      b'],
  'a block of blanks': ['         \n', '|\n', '      a'],
  'a folded block': ['        a\n      b\n', '>\n'],
  'a folded block of blank lines': ['      a\n\n', '>\n'],
  'heads of blocks': ['|'],
  'the head of a block': ['1', '|', '\n      a'],
  'plain lines': ['      b\n', 'a\n'],
  'plain lines left of their key': ['b\n', 'a\n'],
  'plain words': ['a ', '', '# c'],
  'blanks behind a text': [' ', 'a', '# c'],
  'line separators': ['a\u2028', '', ' # c'],
  'line separators in quotes': ['\u2028', "'", "'"],
  'line separators in folded quotes': ['a\u2028\n      ', '"', '"'],
  'line separators in a block': ['      a\u2028      b\n', '|\n', '    # c'],
  'next lines in a block': ['      a\u0085      b\n', '|\n', '    # c'],
  'carriage returns in a block': ['      a\r\r\n', '|\n'],
  'byte order marks': ['\ufeff', '', ' # c'],
  zeros: ['\0'],
  base64: ['AAAA', '!!binary ', ' # c'],
  'what is nearly base64': ['AAAA', '!!binary ', '! # c'],
  'base64 and blanks': ['A  ', '!!binary "', '"'],
}

// Where the value of an unknown field stands.
const values: Readonly<Record<string, Shape>> = {
  'commas in a flow list': [',', '[', ']'],
  'commas apart in a flow list': [', ', '[', ']'],
  'commas in a flow map': [',', '{', '}'],
  'colons in a flow list': [': ', '[', ']'],
  'question marks in a flow list': ['? ', '[', ']'],
  'dashes in a flow list': ['- ', '[', ']'],
  'a flow list': ['a,', '[', ']'],
  'a flow list of flow lists': ['[],', '[', ']'],
  'a flow list without commas': ['"a" ', '[', ']'],
  'a flow list that is never closed': ['a,', '['],
  'a flow map': ['k%: v,', '{', '}'],
  'a flow list of comments': ['# a\n', '[\n', ']'],
  'a flow list of tabs': ['\ta,\n', '[\n', ']'],
  'flow lists in one another': ['['],
  'flow maps in one another': ['{a: '],
  'ends of flow lists': [']', '[]'],
  'keys on one line': ['a: '],
  colons: [':'],
  tags: ['!a b,', '[', ']'],
  'tags of one value': ['!a '],
  'a long tag': ['%41', '!'],
  'anchors of one value': ['&a '],
  aliases: ['*a,', '[', ']'],
  'tabs before lines': ['\t\ta\n', '\n'],
  'tabs before items': ['\t- a\n', '\n'],
  'tabs behind dashes': ['    -\t- a\n', '\n'],
}

// Where the lines of a request stand.
const lines: Readonly<Record<string, Shape>> = {
  'double quotes that are never closed': ['    a: "b\n'],
  'single quotes that are never closed': ["    a: 'b\n"],
  'quoted starts before an error': ["    x: 'a\n    '\n", '', '    b: ['],
  'a key of quotes': ['\\"', '    "', '": a\n'],
  'a long key': ['a', '    ', ': b\n'],
  'keys far right': ['a\n', `${' '.repeat(2_000)}x: '`, "'\n"],
  'one key again and again': ['    k: [v]\n'],
  'unknown keys': ['    k%: v\n'],
  headers: ['      k%: [v]\n', '    headers:\n'],
  'a header of many values': ['      - v\n', '    headers:\n      A:\n', '      # c\n'],
  'a header of maps': ['      - a: b\n', '    headers:\n      A:\n'],
  'explicit keys': ['    ? k%\n    : v\n'],
  'empty keys': ['    : a\n'],
  'question marks': ['    ?\n'],
  'merge keys': ['    <<: a\n'],
  'anchored keys': ['    &a a: b\n'],
  'tabs before keys': ['\ta: b\n'],
  'lines of tabs': ['\t\n'],
  comments: ['    # a\n'],
  'comments on the left': ['# a\n'],
  'blank lines': ['\n'],
  'lines of another indentation': ['   a: b\n'],
  'lines of two indentations': ['      b: c\n    a:\n'],
  'blocks with text on the left': ['    x: |\n a\n'],
  'text behind quotes': ['    a: "b" c\n'],
  'text behind a list': ['    a: [] c\n'],
  'what no text begins with': ['    a: `b\n'],
  'digits of an integer': ['1', '    content_length: ', ' # c\n'],
  'underscores of an integer': ['_', '    content_length: 1', ' # c\n'],
  'a long error': ['a', '    x: "', '"\n    headers: x\n'],
}

// What is repeated stands where it says, in a file of its own.
const files: Readonly<Record<string, Shape>> = {
  'interactions of one byte': ['- \n', 'version: 2\ninteractions:\n'],
  'lists in one another': ['- ', 'version: 2\ninteractions:\n'],
  'a map of interactions': ['  a: b\n', 'version: 2\ninteractions:\n'],
  'an error behind a good file': [
    '- request:\n    url: "a"\n  response: {}\n',
    'version: 2\ninteractions:\n',
    '- [',
  ],
  'parts of a duration': ['1ns', `${head}${rest}    duration: `, ' # c\n'],
  'digits of a duration': ['1', `${head}${rest}    duration: `, 's # c\n'],
  chunks: ['    - {bytes: 1, at: 1ms}\n', `${head}${rest}    chunks: # c\n`],
  'digits of a version': ['2', 'version: ', '\ninteractions: []\n'],
  documents: ['---\n'],
  'documents behind the first': ['---\na\n', `${head}${rest}# c\n`],
  'ends of documents': ['...\n'],
  directives: ['%YAML 1.2\n', '', '---\na\n'],
  'unknown directives': ['%a b\n', '', '---\na\n'],
  'comments behind a cassette': ['# a\n', `${head}${rest}`],
  'carriage returns': ['a\r'],
  JSON: ['{"request":{"body":"abc"},"response":null},', '{"version":2,"interactions":[', '{}]}'],
  'a string of JSON': ['a\\n', '{"version":2,"interactions":[{"request":{"body":"', '"}}]}'],
  'lines of JSON': ['{"a": 1}\n'],
  HTML: ['<p class="a">b</p>\n'],
  'a program': ['const a = { b: [1, 2] } // c\n'],
  'a cassette of vcrpy': [
    '- request: {a: b}\n  response:\n    status: {code: 200}\n',
    'version: 1\ninteractions:\n',
  ],
}

/** All of them. */
export const hostileFiles: readonly Hostile[] = [
  ...hostileOf(bodies, `${head}    body: `, `\n${rest}`),
  ...hostileOf(values, `${head}    x: `, `\n${rest}`),
  ...hostileOf(lines, head, rest),
  ...hostileOf(files, '', ''),
]

/** A cassette somebody wrote by hand, in as many small pieces as there may be in one that is good. */
export const goodFile: Hostile = {
  name: 'good',
  text: textOf([
    `- request:
    url: a # by hand
    body: "abc def"
    headers: {A: [b], C: [d]}
  response:
    code: 200
    body: |
      line one
`,
    'version: 2\ninteractions:\n',
  ]),
}

function hostileOf(
  shapes: Readonly<Record<string, Shape>>,
  before: string,
  after: string,
): readonly Hostile[] {
  return Object.entries(shapes).map(([name, [piece, start = '', end = '']]) => ({
    name,
    text: textOf([piece, before + start, end + after]),
  }))
}

function textOf([piece, before = '', after = '']: Shape): Hostile['text'] {
  return (size) => {
    const times = Math.ceil(size / piece.length)
    const pieces = Array.from({ length: times }, (_, nth) => piece.replace('%', String(nth)))
    return before + pieces.join('') + after
  }
}
