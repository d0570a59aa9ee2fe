/** What may be shown of a secret: its first characters, a sixth of it and four at most, and its length. */
export function maskOf(secret: string): string {
  const shown = Math.min(4, Math.floor(secret.length / 6))
  return `${secret.slice(0, shown)}... (${secret.length} characters)`
}
