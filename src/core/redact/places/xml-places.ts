import type { NameTest } from './names.ts'
import type { Span } from '../span.ts'

const closingName = /(?:[\w.-]{1,30}:)?([\w.-]{3,64})\s*>/y

/** Finds the text of XML elements with secret names: AWS hands out its session credentials so. */
export function xmlPlaces(text: string, isSecret: NameTest): readonly Span[] {
  const spans: Span[] = []
  for (let at = text.indexOf('</'); at !== -1; at = text.indexOf('</', at + 2)) {
    closingName.lastIndex = at + 2
    const name = closingName.exec(text)?.[1]
    if (name === undefined || !isSecret(name)) continue
    const start = text.lastIndexOf('>', at) + 1
    if (start > 0 && start < at && text.indexOf('<', start) === at) {
      spans.push({ start, end: at, rule: 'json' })
    }
  }
  return spans
}
