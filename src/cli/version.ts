import { createRequire } from 'node:module'

/** The version of this package. Its manifest stands two folders above all of us. */
export function version(): string {
  const manifest = createRequire(import.meta.url)('../../package.json') as { version: string }
  return manifest.version
}
