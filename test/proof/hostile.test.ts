import * as yaml from 'yaml'
import { describe, expect, test } from 'vitest'
import { parserWith } from '../../src/core/codec/parse.ts'
import { CassetteFormatError } from '../../src/core/errors.ts'
import type { Interaction } from '../../src/core/model.ts'
import { parseCassette } from '../../src/engine/parse-cassette.ts'
import { goodFile, hostileFiles, type Hostile } from '../fuzz/hostile.ts'
import { tries } from '../support/tries.ts'

const size = tries(1 << 13, 1 << 17)

/** Reads every value of a file. Gives what is wrong with it, if there is. */
function read(text: string, parse = parseCassette): CassetteFormatError | undefined {
  try {
    parse(text).interactions.forEach(valuesOf)
    return undefined
  } catch (error) {
    if (error instanceof CassetteFormatError) return error
    throw error
  }
}

function valuesOf({ request, response }: Interaction): readonly unknown[] {
  return [request.body, request.headers, response.body, response.headers]
}

test.each(hostileFiles)('$name: read or refused, and lexed twice at most', ({ text }) => {
  let lexed = 0
  const counting = {
    ...yaml,
    Lexer: class extends yaml.Lexer {
      override *lex(source: string): Generator<string> {
        lexed += source.length
        yield* super.lex(source)
      }
    },
  }
  const whole = text(size)

  read(
    whole,
    parserWith(() => counting),
  )

  // A text that stands left of its key is lexed again when it was indented.
  expect(lexed).toBeLessThanOrEqual(6 * whole.length)
})

// So much of processor time is only clear in long runs.
describe.runIf(process.env['WIRETAPE_PROOF'] === '1')('in time', () => {
  const nanosecondsEach = ({ text }: Hostile) => {
    const whole = text(size)
    const times = Array.from({ length: 3 }, () => {
      const begun = process.cpuUsage()
      read(whole)
      return process.cpuUsage(begun).user
    })
    return (1_000 * Math.min(...times)) / whole.length
  }
  nanosecondsEach(goodFile)
  const good = nanosecondsEach(goodFile)

  test.each(hostileFiles)('$name: at most ten times as long as a good file', (hostile) => {
    expect(nanosecondsEach(hostile)).toBeLessThan(10 * good)
  })
})
