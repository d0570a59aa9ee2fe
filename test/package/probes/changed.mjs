// Prints what of Node is another after `import 'wiretape'`: functions and properties, listeners, subscribed channels.
import diagnostics from 'node:diagnostics_channel'
import { builtinModules, createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const modules = builtinModules.filter((name) =>
  /^(?!_|wasi|inspector|repl|trace)[a-z_]+$/.test(name),
)
const objects = [
  ['globalThis', globalThis],
  ...modules.map((name) => [name, require(`node:${name}`)]),
]

// What Node makes when it is first asked for is made now.
for (const [, object] of objects) Reflect.ownKeys(object).forEach((key) => read(object, key))
const [before, listeners] = [look(), countListeners()]
await import('wiretape')
const after = look()

const names = [...new Set([...before.keys(), ...after.keys()])]
const changed = names.filter((name) => before.get(name) !== after.get(name))
const channels = ['undici:request:create', 'http.client.request.start', 'net.client.socket'].filter(
  (name) => diagnostics.hasSubscribers(name),
)
console.log(JSON.stringify({ changed, channels, listeners: countListeners() - listeners }))

function read(object, key) {
  try {
    return object[key]
  } catch (error) {
    return error
  }
}

function look() {
  return new Map(
    objects.flatMap(([name, object]) => [...seen(name, object), ...methods(name, object)]),
  )
}

function methods(name, object) {
  return Object.entries(Object.getOwnPropertyDescriptors(object))
    .filter(([, { value }]) => typeof value === 'function' && value.prototype)
    .flatMap(([key, { value }]) => seen(`${name}.${key}`, value.prototype))
}

function seen(name, object) {
  return Reflect.ownKeys(object).map((key) => {
    const property = Object.getOwnPropertyDescriptor(object, key)
    const kept = 'get' in property ? Reflect.get(property, 'get') : property.value
    return [`${name}.${String(key)}`, typeof kept === 'function' ? kept : typeof kept]
  })
}

function countListeners() {
  const counts = process.eventNames().map((name) => process.listenerCount(name))
  return counts.reduce((sum, count) => sum + count, 0)
}
