import type { Dialect } from './dialect.ts'
import { isLiteral, type ScalarRole } from './emit-literal.ts'
import { goccyStyleOf } from './goccy.ts'
import { plainMeaning } from './plain-meaning.ts'

/** How a text stands in YAML. */
export type ScalarStyle = 'plain' | 'single-quoted' | 'double-quoted' | 'literal'

// go-yaml writes what is none of these as an escape.
const escaped = /[^\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/
const quotedStart = /^(?:[ #,[\]{}&*!|>'"%@`]|---|\.\.\.|[-?:](?: |$))/
const quotedInside = /: | #|[ :]$/

/**
 * Chooses a text's style as go-yaml does.
 *
 * Where go-yaml would write what it cannot read back, the text is double-quoted instead.
 */
export function styleOf(text: string, role: ScalarRole, dialect: Dialect): ScalarStyle {
  if (dialect.goYaml === 'goccy') return goccyStyleOf(text, role)
  if (text.includes('\n')) return isLiteral(text, role, dialect) ? 'literal' : 'double-quoted'
  switch (plainMeaning(text)) {
    case 'core':
      return dialect.goYaml === 'v4-single' ? 'single-quoted' : 'double-quoted'
    case 'yaml-1.1':
      return oldWordStyle(text, role, dialect)
    case 'text':
      if (escaped.test(text)) return 'double-quoted'
      if (quotedStart.test(text) || quotedInside.test(text)) return 'single-quoted'
      return isSignedRadix(text, dialect) ? 'double-quoted' : 'plain'
  }
}

function oldWordStyle(text: string, role: ScalarRole, dialect: Dialect): ScalarStyle {
  // As a key it would merge another map.
  if (text === '<<' && dialect.goYaml === 'v3' && role !== 'key') return 'plain'
  const isSingle = dialect.goYaml === 'rc.5' || dialect.goYaml === 'v4-single'
  return isSingle ? 'single-quoted' : 'double-quoted'
}

// Older readers took `0o-7` for a number.
function isSignedRadix(text: string, dialect: Dialect): boolean {
  if (dialect.goYaml !== 'v3' && dialect.goYaml !== 'rc.1' && dialect.goYaml !== 'rc.2')
    return false
  const digits = text.replaceAll('_', '')
  return /^0b[-+][01]{1,63}$/.test(digits) || /^0o[-+][0-7]{1,21}$/.test(digits)
}
