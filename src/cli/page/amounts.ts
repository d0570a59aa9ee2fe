/** A number of bytes for people: `4.7 kB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  const [size, unit] =
    bytes < 999_500 ? [1e3, 'kB'] : bytes < 999_500_000 ? [1e6, 'MB'] : [1e9, 'GB']
  return `${significant(bytes / size)} ${unit}`
}

/** A time for people, from nanoseconds: `506 ms`, `1.25 s`. */
export function timeText(nanoseconds: number): string {
  const ms = nanoseconds / 1e6
  if (ms < 999.5) return `${significant(ms)} ms`
  return ms < 99_950 ? `${significant(ms / 1e3)} s` : `${Math.round(ms / 1e3)} s`
}

/** A count and its noun: `1 event`, `2 events`. */
export function countText(count: number, noun: string): string {
  return `${numberText(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** A whole number, its thousands apart. */
export function numberText(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** Two digits at least, three where they are there to tell; no zeros behind the point. */
function significant(value: number): string {
  const places = value < 9.95 ? 2 : value < 99.5 ? 1 : 0
  return String(Number(value.toFixed(places)))
}
