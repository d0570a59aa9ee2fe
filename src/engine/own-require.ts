// Its default: webpack knows `createRequire` by name, and takes it out of what it bundles.
import module from 'node:module'

let made: NodeJS.Require | undefined

/** What loads a package before the call returns, where it is needed. Made then, too: that alone costs half a millisecond. */
export function ownRequire(): NodeJS.Require {
  return (made ??= module.createRequire(ownFile()))
}

/** In CommonJS that a user's bundler has made of this file it has no URL, but a name. */
function ownFile(): string {
  const url: string | undefined = import.meta.url
  return url ?? __filename
}
