import { printable } from '../../core/match/explain/printable.ts'
import type { AnswerReport } from '../../surfaces/server.ts'
import type { Output } from '../io.ts'
import { bytesText } from '../page/amounts.ts'

/** How answers are logged: a line each for people, a line each of JSON, or not. */
export type LogFormat = 'pretty' | 'json' | 'off'

/** Writes a line for each answer. */
export function answerLog(format: LogFormat, err: Output): (report: AnswerReport) => void {
  switch (format) {
    case 'pretty':
      return (report) => err.write(`${prettyLine(report, err)}\n`)
    case 'json':
      return (report) => err.write(`${JSON.stringify(facts(report))}\n`)
    case 'off':
      return () => {}
  }
}

function prettyLine(report: AnswerReport, { paint }: Output): string {
  const { method, target, status, outcome, interaction, fault, bytes, ms, isWhole } = report
  const colour = outcome === 'missed' || outcome === 'failed' ? paint.red : paint.green
  const notes = [
    interaction && `#${interaction.id}`,
    fault && `fault ${fault.kind}`,
    isWhole ? undefined : 'cut off',
  ].filter((note) => note !== undefined)
  return [
    colour(outcome.padEnd(8)),
    String(status).padStart(3),
    printable(`${method} ${target}`),
    paint.dim([bytesText(bytes), `${ms.toFixed(0)} ms`, ...notes].join(' · ')),
  ].join('  ')
}

function facts({ interaction, fault, url: _url, ...report }: AnswerReport): object {
  return {
    ...report,
    target: printable(report.target),
    ms: Math.round(report.ms * 10) / 10,
    ...(interaction && { interaction: interaction.id }),
    ...(fault && { fault: fault.kind }),
  }
}
