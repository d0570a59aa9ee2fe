import type { AnswerPart, LlmAnswer } from '../../core/llm/answer.ts'
import { printable } from '../../core/match/explain/printable.ts'
import { numberText } from './amounts.ts'
import { jsonLines } from './json-layout.ts'
import { type PageStyle, indent, indented } from './style.ts'
import { wrapTo } from './text-width.ts'

/** What a language model answered, in one line: its name, why it stopped, what it cost. */
export function answerSummary({ model, stopReason, usage }: LlmAnswer): string {
  const { input, output } = usage
  const tokens = [
    ...(input === undefined ? [] : [`${numberText(input)} tokens in`]),
    ...(output === undefined
      ? []
      : [`${numberText(output)}${input === undefined ? ' tokens' : ''} out`]),
  ].join(', ')
  return [model, stopReason && `ended with ${stopReason}`, tokens]
    .filter(Boolean)
    .map(String)
    .map(printable)
    .join(' · ')
}

/** What a language model answered: its thoughts, its text, the tools it calls. */
export function answerLines({ parts }: LlmAnswer, style: PageStyle): readonly string[] {
  const isPlain = parts.every(({ kind, choice }) => kind === 'text' && choice === 0)
  if (isPlain) return parts.flatMap((part) => partLines(part, style))
  return parts.flatMap((part) => [
    style.paint.dim(titleOf(part)),
    ...indent(partLines(part, indented(style, 2)), 2),
  ])
}

function titleOf({ kind, name, choice }: AnswerPart): string {
  const what = kind === 'tool' ? `calls ${printable(name ?? 'a tool')}` : kind
  return choice === 0 ? what : `${what} (choice ${choice + 1})`
}

function partLines({ kind, text }: AnswerPart, { columns, paint }: PageStyle): readonly string[] {
  const json = kind === 'tool' ? jsonLines(text, columns) : undefined
  const lines =
    json ??
    text
      .trim()
      .split(/\r\n|\r|\n/)
      .flatMap((line) => wrapTo(printable(line), columns))
  return kind === 'thinking' ? lines.map(paint.dim) : lines
}
