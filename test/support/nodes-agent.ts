import type { Agent } from 'undici'

// Node loads its own undici when something of it is first touched. Import this before undici: version 8 puts a dispatcher
// of its own in the place of that of Node 22.
void globalThis.Headers
const key = Symbol.for(`undici.globalDispatcher.${process.versions.node < '26' ? 1 : 2}`)
const { constructor } = Reflect.get(globalThis, key) as { constructor: typeof Agent }

/** The class of the dispatcher behind the built-in fetch: a new one has no connections yet. */
export const NodesAgent: typeof Agent = constructor
