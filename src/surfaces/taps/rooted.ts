/** A path that can stand behind an origin: OPTIONS asks for `*`, and Node sends what it is told. */
export function rooted(path: string): string {
  return path.startsWith('/') ? path : `/${path}`
}
