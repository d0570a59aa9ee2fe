/** A secret without the escapes of the place where it was found, so that it is one secret in all places. */
export function plainSecret(value: string, isEncoded: boolean): string {
  if (isEncoded && value.includes('%')) return decoded(value)
  return value.includes('\\') ? unescaped(value) : value
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch (error) {
    if (error instanceof URIError) return value
    throw error
  }
}

function unescaped(value: string): string {
  try {
    return String(JSON.parse(`"${value}"`))
  } catch (error) {
    if (error instanceof SyntaxError) return value
    throw error
  }
}
