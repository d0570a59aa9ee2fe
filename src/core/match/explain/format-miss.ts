import type { Difference } from '../difference.ts'
import { partNames } from '../matcher.ts'
import type { Miss, Nearest } from './miss.ts'
import { paintWith, type Paint } from './paint.ts'
import { printable, printableJson } from './printable.ts'

/** Writes a miss for people. Nothing in it acts on a terminal or a log but our own colours. */
export function formatMiss(miss: Miss, options: { readonly colour?: boolean } = {}): string {
  const paint = paintWith(options.colour === true)
  return [
    paint.bold('No interaction in this cassette matches the request.'),
    '',
    ...headLines(miss, paint),
    ...(miss.origins.length > 1 ? originLines(miss, paint) : nearestLines(miss, paint)),
    '',
    paint.bold('What you can do'),
    ...miss.suggestions.map(({ when, line }) => `  - ${when}: ${paint.cyan(printable(line))}`),
  ].join('\n')
}

function headLines(miss: Miss, paint: Paint): readonly string[] {
  const { request, cassette, mode, counts } = miss
  return [
    field('request', `${printable(request.method)} ${printable(request.url)}`, paint),
    field('cassette', `${printable(cassette)}   ${paint.dim(`(${countsText(counts)})`)}`, paint),
    field('mode', printable(mode), paint),
  ]
}

function countsText({ interactions, played }: Miss['counts']): string {
  if (interactions === 0) return 'no interactions'
  const all = interactions === 1 ? '1 interaction' : `${interactions} interactions`
  return played === 0 ? all : `${all}, ${played} already played`
}

function field(name: string, text: string, paint: Paint): string {
  return `  ${paint.dim(name.padEnd(10))} ${text}`
}

function originLines({ origins }: Miss, paint: Paint): readonly string[] {
  const names = origins.map((origin) => `  - ${printable(origin)}`)
  return ['', paint.bold('It fits several recorded hosts'), ...names]
}

function nearestLines(
  { nearest: [nearest], comparedParts }: Miss,
  paint: Paint,
): readonly string[] {
  if (nearest === undefined) return []
  const differing = nearest.differing.map(({ part }) => part)
  const names = new Set([...comparedParts.filter((name) => mainParts.has(name)), ...differing])
  const played = nearest.played ? ' (already played)' : ''
  return [
    '',
    paint.bold(`Nearest: interaction ${nearest.id}${played}`),
    ...[...names].flatMap((name) => partLines(name, nearest, paint)),
  ]
}

/** Parts that are named also where they are the same; of what else go-vcr compares, only what differs. */
const mainParts: ReadonlySet<string> = new Set(partNames)

const mostShown = 5

function partLines(part: string, nearest: Nearest, paint: Paint): readonly string[] {
  const name = printable(part)
  const count = nearest.differing.find((one) => one.part === part)?.count ?? 0
  const shown = nearest.differences.filter((one) => one.part === part).slice(0, mostShown)
  if (count === 0) {
    const isOpen = part === 'body' && !nearest.isBodyCompared
    return [field(name, isOpen ? 'not compared: it was not kept' : 'same', paint)]
  }
  if (count === 1) return shown.flatMap((only) => onlyDifference(name, only, paint))
  return [
    field(name, paint.yellow(`differs in ${count} places`), paint),
    ...shown.flatMap((one) => [
      `             at ${printable(one.at ?? part)}`,
      ...valueLines(one, paint),
    ]),
    ...(count > mostShown ? [`             and ${count - mostShown} more`] : []),
  ]
}

function onlyDifference(name: string, difference: Difference, paint: Paint): readonly string[] {
  const at = difference.at === undefined ? '' : ` at ${printable(difference.at)}`
  return [field(name, paint.yellow(`differs${at}`), paint), ...valueLines(difference, paint)]
}

function valueLines({ recorded, actual }: Difference, paint: Paint): readonly string[] {
  return [
    `               recorded  ${paint.green(valueText(recorded))}`,
    `               actual    ${paint.red(valueText(actual))}`,
  ]
}

function valueText(value: unknown): string {
  return value === undefined ? 'nothing' : printableJson(value)
}
