import { describe, expect, test } from 'vitest'
import { jsonWebToken, literalShapes } from '../../../../src/core/redact/shapes/general-shapes.ts'
import { compileRules } from '../../../../src/core/redact/rules.ts'
import { spansInBody, spansInUrl } from '../../../../src/core/redact/secret-spans.ts'
import { vendorShapes } from '../../../../src/core/redact/shapes/shapes.ts'
import { wrappedShapes } from '../../../../src/core/redact/shapes/wrapped-shapes.ts'

const rules = compileRules()
const megabyte = 1_000_000

const beginnings = [...vendorShapes, jsonWebToken, ...wrappedShapes].flatMap(({ starts }) => starts)
const others = [
  ...new Set(literalShapes.map(({ literal }) => literal)),
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN PRIVATE KEY',
  'Bearer ',
  'Basic ',
  'postgres://a:b',
  'sig=',
  'AccountKey=',
  '_TOKEN=',
  '"password":',
  '"password":"',
  String.raw`\"password\":[`,
  '"content":"',
  '"kty":"",',
  '"query":password:',
  '</password>',
  'a@',
  beginnings.join(''),
]

// What a rule reads far into, and then finds to be nothing.
const fillers = [
  '',
  '-',
  '.',
  'a-',
  'abcdefghijklmno-',
  'A1',
  ' ',
  '\\',
  '/',
  '=',
  '"',
  ':',
  '%41',
  '&',
]

function scan(text: string): void {
  spansInBody(text, undefined, rules)
  spansInUrl(text, rules)
}

describe('1 MB of near-misses is read within the time of a test, where anything quadratic takes hours', () => {
  test.each(beginnings)('%s', (beginning) => {
    for (const filler of ['-', 'a-']) {
      rules.spansIn((beginning + filler).repeat(megabyte / (beginning.length + filler.length)))
    }
    expect.assertions(0)
  })

  test.each(others)('%j', (literal) => {
    for (const filler of fillers) {
      scan((literal + filler).repeat(megabyte / 8 / (literal.length + filler.length)))
      scan(literal + filler.repeat(megabyte / 8 / (filler.length || 1)))
    }
    expect.assertions(0)
  })
})
