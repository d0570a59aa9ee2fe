import { type LookupFunction, isIP } from 'node:net'
import { unbracketed } from './site.ts'
import { nextTick } from '../next-tick.ts'

/** Finds the addresses of hosts that are not to be asked of the name service; nothing for all others. */
export type Addresses = (hostname: string, port: string) => LookupFunction | undefined

const rule = /^(\*|[\w.-]+):(\d{1,5}):(.+)$/

/**
 * Reads where hosts are, as curl's `--resolve` has it: `HOST:PORT:ADDRESS`, several addresses with commas, `*` for any
 * host.
 *
 * @throws TypeError where it is not that.
 */
export function addressesOf(rules: readonly string[]): Addresses {
  if (rules.length === 0) return () => undefined
  const known = new Map(rules.map(readRule))
  return (hostname, port) => known.get(`${hostname}:${port}`) ?? known.get(`*:${port}`)
}

function readRule(text: string): [string, LookupFunction] {
  const [, host = '', port = '', listed = ''] = rule.exec(text) ?? []
  const addresses = listed.split(',').map(unbracketed)
  if (isIP(host) !== 0 || addresses.some((address) => isIP(address) === 0)) {
    throw new TypeError(
      `resolve holds ${JSON.stringify(text)}. It is HOST:PORT:ADDRESS, like example.com:443:127.0.0.1.`,
    )
  }
  const found = addresses.map((address) => ({ address, family: isIP(address) }))
  return [`${host.toLowerCase()}:${Number(port)}`, lookupOf(found)]
}

function lookupOf(
  found: readonly { readonly address: string; readonly family: number }[],
): LookupFunction {
  return (_hostname, { all }, told) => {
    // Later, as from a name service: whoever asks may not be ready yet.
    nextTick(() => {
      if (all === true) told(null, [...found])
      else told(null, found[0]?.address ?? '', found[0]?.family)
    })
  }
}
