/**
 * Has every Node process load a file first.
 *
 * @param options - The NODE_OPTIONS that there are: they stay, and what they load comes after it, but for Yarn's `.pnp.cjs`:
 *   without that no file is found that Yarn keeps in an archive.
 * @param file - Absolute.
 * @param own - Those of this process: where it has a `.pnp.cjs`, others need it for the file, too.
 */
export function withPreload(
  options: string | undefined,
  file: string,
  own: string | undefined = process.env['NODE_OPTIONS'],
): string {
  const flag = `--require ${quoted(file)}`
  if (options?.includes(flag)) return options
  const [resolver = ''] = pnp.exec(options ?? '') ?? pnp.exec(own ?? '') ?? []
  const rest = options?.replace(pnp, '') ?? ''
  return [resolver, flag, rest]
    .map((part) => part.trim())
    .filter(Boolean)
    .join(' ')
}

/** As Yarn writes it, in front, or its users: anywhere. */
const pnp = /(?<!\S)(?:--require|-r)[ =](?:"(?:\\.|[^"\\])*\.pnp\.c?js"|[^\s"]*\.pnp\.c?js)(?!\S)/

/** As Node takes NODE_OPTIONS apart: in quotes a backslash stands before what is meant literally. */
function quoted(file: string): string {
  return /^[\w./:-]+$/.test(file) ? file : `"${file.replace(/["\\]/g, '\\$&')}"`
}
