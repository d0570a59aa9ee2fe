import type { Paint } from '../../core/match/explain/paint.ts'
import { highestPlaceholder } from '../../core/redact/placeholders.ts'
import { shellWord } from '../../core/shell-word.ts'
import { fileStore } from '../../engine/store.ts'
import { loadCassette } from '../../surfaces/fixtures.ts'
import type { RunningServer } from '../../surfaces/server.ts'
import { bytesText, countText, numberText } from '../page/amounts.ts'
import { tableLines } from '../page/table.ts'
import type { FailureTally, HostTally, Tally } from './tally.ts'

/** What is said at the end of a recording: by host, what was redacted and passed through, and how to go on. */
export function recordingSummary(
  { counts }: Pick<RunningServer, 'counts'>,
  cassette: string,
  tally: Tally,
  paint: Paint,
): readonly string[] {
  const failed = tally.failures.flatMap(failureLines)
  const passed = hostLines('passed through', tally.passed, paint)
  if (counts.recorded === 0)
    return [...failed, ...passed, `Nothing was recorded${leftAs(cassette)}.`]
  const name = shellWord(cassette)
  return [
    ...failed,
    ...hostLines('recorded', tally.recorded, paint),
    ...passed,
    ...contentLines(cassette),
    `Look at it with \`wiretape show ${name}\`, play it with \`wiretape replay ${name}\`.`,
  ]
}

/** The client was told, but who swallows the error leaves nobody else to say it. */
function failureLines({ reason, count }: FailureTally): readonly string[] {
  const [what = '', ...todo] = reason.split('\n')
  return [
    `  ${what}${count === 1 ? '' : ` ${countText(count, 'time')}.`}`,
    ...todo.map((line) => `  ${line}`),
  ]
}

const mostHosts = 20

function hostLines(what: string, tallies: readonly HostTally[], paint: Paint): readonly string[] {
  if (tallies.length === 0) return []
  const shown = tallies.slice(0, mostHosts)
  const columns = [
    { title: what },
    { title: 'requests', isNumber: true as const },
    { title: 'bytes', isNumber: true as const },
  ]
  const rows = shown.map(({ host, count, bytes }) => [host, numberText(count), bytesText(bytes)])
  const more = tallies.length - shown.length
  return [
    ...tableLines(columns, rows, paint).map((line) => `  ${line}`),
    ...(more > 0 ? [`  and ${countText(more, 'host')} more`] : []),
  ]
}

/** Counting what is in a file takes memory: a large one is not read for that. */
const mostRead = 64 * 1_048_576

function contentLines(cassette: string): readonly string[] {
  const opened = fileStore.open(cassette)
  const { length } = opened
  opened.close()
  if (length > mostRead) return [`${cassette} holds ${bytesText(length)}.`]
  const count = countText(loadCassette(cassette).interactions.length, 'interaction')
  return [`${cassette} holds ${count}, ${bytesText(length)}${redactedIn(cassette)}.`]
}

/** Placeholders are numbered in the order in which they appear: the highest says how many secrets there were. */
function redactedIn(cassette: string): string {
  const text = Buffer.from(fileStore.read(cassette) ?? []).toString('latin1')
  const secrets = highestPlaceholder(text)
  return secrets === 0 ? '' : `; placeholders stand for ${countText(secrets, 'secret')}`
}

function leftAs(cassette: string): string {
  return fileStore.stamp(cassette) === undefined
    ? `: there is no ${cassette}`
    : `: ${cassette} is as it was`
}
