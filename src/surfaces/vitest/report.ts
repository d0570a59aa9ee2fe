import { paintWith } from '../../core/match/explain/paint.ts'
import { printable } from '../../core/match/explain/printable.ts'

/** What a run has to tell about its cassettes. Paths are as a person is to read them. */
export interface Report {
  readonly played: number
  readonly recorded: number
  readonly missed: number
  readonly written: readonly Written[]
  readonly removed: readonly string[]
  /** Requests that failed while they were recorded: a replay has no answer to them. */
  readonly unanswered: readonly Counted[]
  readonly unused: readonly Counted[]
  /** Those that `vitest -u` removes. */
  readonly obsolete: readonly string[]
  /** Those that it leaves, for they may be those of another test file. */
  readonly doubtful: readonly string[]
  /** Requests outside of tests. */
  readonly refused: readonly string[]
  readonly warnings: readonly string[]
}

/** A cassette, and how many of its requests or interactions are meant. */
export interface Counted {
  readonly cassette: string
  readonly count: number
}

/** A cassette that the run wrote. */
export interface Written {
  readonly cassette: string
  readonly interactions: number
  /** Secrets that were taken out of it. */
  readonly redacted: number
  /** What looks like a secret and is still there. */
  readonly left: number
}

const mostListed = 20

/** The block at the end of a run; nothing where all went well and nothing changed. */
export function formatReport(report: Report, hasColours: boolean): string | undefined {
  const lists = listsOf(report)
  if (lists.length === 0 && report.missed === 0 && report.recorded === 0) return undefined
  const paint = paintWith(hasColours)
  const line = (label: string, text: string): string => `${paint.dim(label.padStart(11))}  ${text}`
  return [
    '',
    line('Cassettes', countsText(report)),
    ...lists.flatMap(([label, texts]) => [
      ...texts.slice(0, mostListed).map((text, place) => line(place === 0 ? label : '', text)),
      ...(texts.length > mostListed ? [line('', `and ${texts.length - mostListed} more`)] : []),
    ]),
    '',
  ].join('\n')
}

function countsText({ played, recorded, missed, unanswered }: Report): string {
  const counts = [
    [recorded, 'recorded'],
    [played, 'replayed'],
    [missed, 'missed'],
    [unanswered.reduce((sum, { count }) => sum + count, 0), 'unanswered'],
  ] as const
  const told = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  return told.length === 0 ? 'no requests' : told.join(', ')
}

function listsOf(report: Report): readonly (readonly [string, readonly string[]])[] {
  const { unused, obsolete, doubtful, refused } = report
  const lists = [
    ['written', report.written.map(writtenText)],
    ['removed', report.removed.map((file) => `${printable(file)}  (no test owned it)`)],
    ['unanswered', report.unanswered.map(unansweredText)],
    [
      'unused',
      unused.map(({ cassette, count }) => `${printable(cassette)}  (${count} never played)`),
    ],
    [
      'obsolete',
      obsolete.map((file) => `${printable(file)}  (no test owns it: vitest -u removes it)`),
    ],
    [
      'obsolete',
      doubtful.map(
        (file) => `${printable(file)}  (perhaps another test file's: remove it by hand)`,
      ),
    ],
    ['refused', refused.map((request) => `${request}  (outside any test)`)],
    ['warning', report.warnings.flatMap((text) => text.split('\n')).map(printable)],
  ] as const
  return lists.filter(([, texts]) => texts.length > 0)
}

function unansweredText({ cassette, count }: Counted): string {
  const told =
    count === 1
      ? '1 request had no answer: it is not recorded, and a replay has none'
      : `${count} requests had no answer: they are not recorded, and a replay has none`
  return `${printable(cassette)}  (${told})`
}

function writtenText({ cassette, interactions, redacted, left }: Written): string {
  const told = [
    interactions === 1 ? '1 interaction' : `${interactions} interactions`,
    ...(redacted === 0
      ? []
      : [redacted === 1 ? '1 secret taken out' : `${redacted} secrets taken out`]),
    ...(left === 0
      ? []
      : [`${left} that look like secrets left: wiretape scan ${printable(cassette)}`]),
  ]
  return `${printable(cassette)}  (${told.join(', ')})`
}
