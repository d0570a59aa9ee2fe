import type { Difference } from './difference.ts'
import type { Miss, Nearest } from './miss.ts'
import { paintWith, type Paint } from './paint.ts'
import { printable, printableJson } from './printable.ts'

/** Writes a miss for people. Nothing in it acts on a terminal or a log but our own colours. */
export function formatMiss(miss: Miss, options: { readonly colour?: boolean } = {}): string {
  const paint = paintWith(options.colour === true)
  const [nearest] = miss.nearest
  return [
    paint.bold('No interaction in this cassette matches the request.'),
    '',
    ...headLines(miss, paint),
    ...(nearest === undefined ? [] : ['', ...nearestLines(nearest, miss, paint)]),
    ...originLines(miss, paint),
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

function nearestLines(nearest: Nearest, miss: Miss, paint: Paint): readonly string[] {
  const parts = new Set([
    ...miss.comparedParts.filter((name) => name !== 'function'),
    ...nearest.differences.map(({ part }) => part),
  ])
  const played = nearest.played ? ' (already played)' : ''
  return [
    paint.bold(`Nearest: interaction ${nearest.id}${played}`),
    ...[...parts].flatMap((part) => partLines(part, nearest, paint)),
    ...moreLines(nearest),
  ]
}

function partLines(part: string, nearest: Nearest, paint: Paint): readonly string[] {
  const differences = nearest.differences.filter((difference) => difference.part === part)
  const name = printable(part)
  const [first] = differences
  if (first === undefined) {
    const isOpen = part === 'body' && !nearest.isBodyCompared
    return [field(name, isOpen ? 'not compared: it was too large to keep' : 'same', paint)]
  }
  if (differences.length === 1) {
    const at = first.at === undefined ? '' : ` at ${printable(first.at)}`
    return [field(name, paint.yellow(`differs${at}`), paint), ...valueLines(first, paint)]
  }
  return [
    field(name, paint.yellow(`differs in ${differences.length} places`), paint),
    ...differences.flatMap((difference) => [
      `             at ${printable(difference.at ?? part)}`,
      ...valueLines(difference, paint),
    ]),
  ]
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

function moreLines({ differences, differenceCount }: Nearest): readonly string[] {
  const left = differenceCount - differences.length
  return left === 0 ? [] : [`  and ${left} more differences`]
}

function originLines({ origins }: Miss, paint: Paint): readonly string[] {
  if (origins.length < 2) return []
  return [
    '',
    paint.bold('It fits several recorded hosts'),
    ...origins.map((one) => `  - ${printable(one)}`),
  ]
}
