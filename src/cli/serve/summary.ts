import type { Counts } from '../../engine/counts.ts'
import { numberText } from '../page/amounts.ts'

const words: readonly (readonly [keyof Counts, string])[] = [
  ['played', 'played'],
  ['recorded', 'recorded'],
  ['missed', 'missed'],
  ['passedThrough', 'passed through'],
  ['failed', 'failed before a response'],
]

/** What became of the requests of a run: `3 played, 1 missed`. */
export function countsText(counts: Counts): string {
  const said = words.flatMap(([name, word]) => {
    const count = counts[name]
    return count === 0 ? [] : [`${numberText(count)} ${word}`]
  })
  return said.length === 0 ? 'no requests came' : said.join(', ')
}
