/**
 * Has every virtual machine of Java start with system properties.
 *
 * @param options - The JAVA_TOOL_OPTIONS that there are: they stay, and of two values of a property the last one holds.
 */
export function withProperties(
  options: string | undefined,
  properties: Readonly<Record<string, string>>,
): string {
  const flags = Object.entries(properties).map(([name, value]) => word(`-D${name}=${value}`))
  return [options?.trim() ?? '', ...flags].filter((part) => part !== '').join(' ')
}

/** By these `java.net` and all that asks its ProxySelector go through a proxy, loopback included. */
export function proxyProperties(proxy: string): Record<string, string> {
  const { hostname, port } = new URL(proxy)
  return {
    'http.proxyHost': hostname,
    'http.proxyPort': port,
    'https.proxyHost': hostname,
    'https.proxyPort': port,
    'http.nonProxyHosts': '',
  }
}

/** As Java takes JAVA_TOOL_OPTIONS apart: at white space, but for what stands in quotes. */
function word(flag: string): string {
  if (!/[\s'"]/.test(flag)) return flag
  const mark = flag.includes('"') ? "'" : '"'
  return `${mark}${flag}${mark}`
}
