/** A module of Node, where this is Node: a browser has none, and a bundle for it must not ask for any. */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] | undefined {
  return globalThis.process?.getBuiltinModule?.(name)
}

interface Builtins {
  readonly 'node:async_hooks': typeof import('node:async_hooks')
  readonly 'node:events': typeof import('node:events')
  readonly 'node:perf_hooks': typeof import('node:perf_hooks')
  readonly 'node:timers': typeof import('node:timers')
}
