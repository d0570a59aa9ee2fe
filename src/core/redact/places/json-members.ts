import { closingQuote, openingQuote } from './json-strings.ts'

/** Which members of an object are read. */
export interface MemberManner {
  /** A brace or a comma, the key (its second group) in quotes behind so many backslashes (its first), and the colon. */
  readonly member: RegExp
  /** A value without quotes behind which others may come. Sticky, as the other. */
  readonly plain: RegExp
  /** So many at most. */
  readonly most: number
}

interface Member {
  readonly key: string
  /** Where its value begins. */
  readonly value: number
}

/** The members of an object from a brace or a comma on, up to the first whose value is none of the manner. */
export function* membersFrom(text: string, from: number, manner: MemberManner): Generator<Member> {
  const { member, plain, most } = manner
  let at: number | undefined = from
  for (let count = 0; at !== undefined && count < most; count++) {
    member.lastIndex = at
    const [, backslashes = '', key] = member.exec(text) ?? []
    if (key === undefined) return
    const value = member.lastIndex
    yield { key, value }
    at = endOfValue(text, value, backslashes.length, plain)
  }
}

function endOfValue(text: string, at: number, depth: number, plain: RegExp): number | undefined {
  const opened = openingQuote(text, at, depth)
  if (opened !== undefined) return closingQuote(text, opened, depth) + depth + 1
  plain.lastIndex = at
  return plain.test(text) ? plain.lastIndex : undefined
}
