/** Marks a number that is kept as text because a double would change it. A noncharacter. */
export const exactMark = '\uFDD3'

/** JSON for a number: itself where a double holds it, else its digits as a marked text, equal for equal numbers. */
export function exactNumber(token: string): string {
  const exact = decimalOf(token)
  return exact === undefined || exact === decimalOf(String(Number(token)))
    ? token
    : `"${exactMark}${exact}"`
}

const decimal = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

/** `-1.50e3` is `-15e2`: the digits without outer zeros, and a power of ten where there is one. */
function decimalOf(token: string): string | undefined {
  const match = decimal.exec(token)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = (whole + fraction).replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  if (significant === '') return '0'
  const power = Number(exponent) - fraction.length + (digits.length - significant.length)
  return `${sign}${significant}${power === 0 ? '' : `e${power}`}`
}

/** Whether a text stands for a number. */
export function isExact(text: string): boolean {
  return text.startsWith(exactMark)
}

/** A marked number as people write it. */
export function plainNumber(marked: string): string {
  const [digits = '', power = '0'] = marked.slice(exactMark.length).split('e')
  const places = Number(power)
  if (places === 0) return digits
  if (places > 0) return places <= 20 ? digits + '0'.repeat(places) : `${digits}e${places}`
  const sign = digits.startsWith('-') ? '-' : ''
  const unsigned = digits.slice(sign.length)
  const point = unsigned.length + places
  if (point < -5) return `${digits}e${places}`
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${unsigned}`
  return `${sign}${unsigned.slice(0, point)}.${unsigned.slice(point)}`
}
