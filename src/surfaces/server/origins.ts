import type { Interaction } from '../../core/model.ts'

/** The hosts that were recorded, and what was asked of each. */
export class Origins {
  /** All of them, as `https://api.example.com`, in the order of the file. */
  readonly all: readonly string[]
  readonly #byPlace = new Map<string, Set<string>>()

  constructor(interactions: readonly Interaction[]) {
    const all = new Set<string>()
    for (const { request } of interactions) {
      if (!URL.canParse(request.url)) continue
      const url = new URL(request.url)
      // Written by hand: that of `localhost:8080/a` has no host.
      if (url.host === '') continue
      all.add(url.origin)
      const place = `${request.method} ${url.pathname}`
      const known = this.#byPlace.get(place)
      if (known === undefined) this.#byPlace.set(place, new Set([url.origin]))
      else known.add(url.origin)
    }
    this.all = [...all]
  }

  /** Those that were asked for a path with a method; all where none was. */
  asked(method: string, target: string): readonly string[] {
    if (this.all.length < 2) return this.all
    const url = `${this.all[0]}${target}`
    const path = URL.canParse(url) ? new URL(url).pathname : target
    const known = this.#byPlace.get(`${method} ${path}`)
    return known === undefined ? this.all : [...known]
  }

  /** Those with a host, or an origin, as a URL names it: `api.example.com`, `api.example.com:443`, `127.0.0.1:8080`. */
  withHost(host: string): readonly string[] {
    const urls = host.includes('://') ? [host] : [`https://${host}`, `http://${host}`]
    const wanted = urls.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin)
    return this.all.filter((origin) => wanted.includes(origin))
  }
}
