/** Thrown inside the scanner alone: the file is not laid out as go-vcr does it, and the general reader has to. */
export const notCanonical: Error = new Error('not canonical')

/** Leaves the scanner. */
export function refuse(): never {
  throw notCanonical
}
