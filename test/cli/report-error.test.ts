import { expect, test } from 'vitest'
import { reportError } from '../../src/cli/report-error.ts'
import { paintWith } from '../../src/core/match/explain/paint.ts'
import { WiretapeError } from '../../src/core/errors.ts'

function reported(error: unknown, asJson = false): { code: number; text: string } {
  let text = ''
  const output = {
    write: (piece: string) => void (text += piece),
    isTerminal: false,
    hasColour: false,
    columns: 80,
    paint: paintWith(false),
  }
  const code = reportError(error, { out: output, err: output, env: {} }, asJson)
  return { code, text }
}

test('an error is told by its message, and nothing in it acts on a terminal or a log', () => {
  const error = new WiretapeError('CASSETTE_STORE', 'Cannot read \u001b[2J.\n::error::Make room.')

  expect(reported(error)).toEqual({
    code: 3,
    text: 'wiretape: Cannot read \\u001b[2J.\n\\u003a:error::Make room.\n',
  })
})

test('a bug shows where it is', () => {
  const { code, text } = reported(new TypeError('x is undefined'))

  expect(code).toBe(70)
  expect(text).toMatch(/^wiretape: This is a bug in wiretape\. Please report it.*\nTypeError: x is/)
  expect(text).toContain('    at ')
})

test('as JSON an error has its code, message and fields', () => {
  const error = Object.assign(new WiretapeError('CASSETTE_STORE', 'No.'), { file: 'x.yaml' })

  expect(JSON.parse(reported(error, true).text)).toEqual({
    error: { code: 'CASSETTE_STORE', message: 'No.', file: 'x.yaml' },
  })
})

test('what was thrown and is no error is told too', () => {
  expect(reported('boom', true).text).toBe('{"error":{"code":"BUG","message":"boom"}}\n')
})
