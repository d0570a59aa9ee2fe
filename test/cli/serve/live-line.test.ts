import { expect, test } from 'vitest'
import { paintWith } from '../../../src/core/match/explain/paint.ts'
import type { Output } from '../../../src/cli/io.ts'
import { LiveLine } from '../../../src/cli/serve/live-line.ts'

function terminal(columns = 40): { readonly output: Output; readonly printed: () => string } {
  let printed = ''
  const output: Output = {
    write: (text) => void (printed += text),
    isTerminal: true,
    columns,
    hasColour: false,
    paint: paintWith(false),
  }
  return { output, printed: () => printed }
}

test('it stands below what is printed, and is gone at the end', () => {
  const { output, printed } = terminal()
  const line = new LiveLine(output, true)

  line.output.write('before\n')
  line.begin(() => '1 open')
  line.output.write('an answer\n')
  line.end()
  line.output.write('after\n')

  expect(printed()).toBe('before\n\r\u001b[K1 open\r\u001b[Kan answer\n1 open\r\u001b[Kafter\n')
})

test('it is cut where the terminal ends', () => {
  const { output, printed } = terminal(6)
  const line = new LiveLine(output, true)

  line.begin(() => '123456789')
  line.end()

  expect(printed()).toBe('\r\u001b[K12345\r\u001b[K')
})

test.each([
  ['without a terminal', false, true],
  ['where it is not wanted', true, false],
])('%s there is none', (_, isTerminal, isWanted) => {
  const { output, printed } = terminal()
  const line = new LiveLine({ ...output, isTerminal }, isWanted)

  line.begin(() => '1 open')
  line.output.write('an answer\n')
  line.end()

  expect(printed()).toBe('an answer\n')
})
