import type { Counts } from '../../engine/counts.ts'
import type { RunningServer } from '../../surfaces/server.ts'
import { bytesText, countText, numberText } from '../page/amounts.ts'

const words: readonly (readonly [keyof Counts, string])[] = [
  ['played', 'played'],
  ['recorded', 'recorded'],
  ['missed', 'missed'],
  ['passedThrough', 'passed through'],
  ['failed', 'failed before a response'],
]

/** How a run goes, in one line: `2 open · 12 played, 1 missed · 48 kB`, and how many hosts were asked, if that is told. */
export function progressText(
  { counts, open }: Pick<RunningServer, 'counts' | 'open'>,
  bytes: number,
  hosts?: number,
): string {
  const came = saidOf(counts)
  if (open === 0 && came.length === 0) return 'waiting for requests'
  return [
    ...(open === 0 ? [] : [`${numberText(open)} open`]),
    ...(came.length === 0 ? [] : [came.join(', ')]),
    bytesText(bytes),
    ...(hosts === undefined ? [] : [countText(hosts, 'host')]),
  ].join(' · ')
}

/** What became of the requests of a run: `3 played, 1 missed`. */
export function countsText(counts: Counts): string {
  const said = saidOf(counts)
  return said.length === 0 ? 'no requests came' : said.join(', ')
}

/** Whether anything was asked of a server. */
export function hasBeenAsked(counts: Counts): boolean {
  return saidOf(counts).length > 0
}

function saidOf(counts: Counts): readonly string[] {
  return words.flatMap(([name, word]) => {
    const count = counts[name]
    return count === 0 ? [] : [`${numberText(count)} ${word}`]
  })
}
