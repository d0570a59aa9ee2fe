const nodes = process.getBuiltinModule('node:process')

/** As `process.nextTick()`, which a test may have faked, with jest before anything is loaded. */
export const nextTick: typeof process.nextTick = nodes.nextTick.bind(nodes)
