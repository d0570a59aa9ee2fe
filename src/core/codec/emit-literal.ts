import type { Dialect } from './dialect.ts'

/** Where a scalar stands: as the value of a field, in the list of a map's key, or as that key. */
export type ScalarRole = 'field' | 'item' | 'key'

// go-yaml writes what is none of these as an escape. Raw line and paragraph separators would be read by Go alone.
const special = /[^\n\t\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/

/**
 * Whether go-yaml writes a text of several lines as a literal block, and reads what it wrote.
 *
 * Its newest release reads whatever it writes. Older ones do not where the first line that is not empty begins with a blank
 * or tab that no digit or a wrong one tells of, and 3.0.1 loses the first line feed of a text.
 */
export function isLiteral(text: string, role: ScalarRole, dialect: Dialect): boolean {
  if (role === 'key' || special.test(text)) return false
  if (isNewest(dialect)) return /\S/.test(text)
  if (text.includes(' \n') || text.endsWith(' ')) return false
  if (text.startsWith('\n') && (dialect.goYaml === 'v3' || !/\S/.test(text))) return false
  return isReadAgain(text, role, dialect) && (keepsBlankLines(dialect) || /\S/.test(text))
}

function isReadAgain(text: string, role: ScalarRole, dialect: Dialect): boolean {
  if (tellsIndentation(text, dialect)) return role !== 'item' || dialect.indent === 2
  return !beginsBlank(text)
}

function isNewest({ goYaml }: Dialect): boolean {
  return goYaml === 'v4' || goYaml === 'v4-single'
}

function keepsBlankLines({ goYaml }: Dialect): boolean {
  return goYaml === 'v3' || goYaml === 'rc.1'
}

/** The line above a literal block's: how far they are indented, and what becomes of the line feeds at the end. */
export function literalHead(text: string, role: ScalarRole, dialect: Dialect): string {
  // What stands in a list is indented by two columns, which only the newest release takes into account.
  const columns = isNewest(dialect) && role === 'item' ? 2 : dialect.indent
  return `|${tellsIndentation(text, dialect) ? columns : ''}${chomping(text)}\n`
}

function tellsIndentation(text: string, { goYaml }: Dialect): boolean {
  switch (goYaml) {
    case 'v4':
    case 'v4-single':
      return beginsBlank(text)
    case 'rc.4':
    case 'rc.5':
    case 'goccy':
      return text.startsWith(' ')
    case 'v3':
    case 'rc.1':
    case 'rc.2':
    case 'rc.3':
      return /^[ \n]/.test(text)
  }
}

// The first line that is not empty.
function beginsBlank(text: string): boolean {
  return /^\n*[ \t]/.test(text)
}

function chomping(text: string): string {
  if (!text.endsWith('\n')) return '-'
  return text.endsWith('\n\n') ? '+' : ''
}
