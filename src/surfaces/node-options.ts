/**
 * Has every Node process load a file first.
 *
 * @param options - The NODE_OPTIONS that there are: they stay, and what they load comes after it.
 * @param file - Absolute.
 */
export function withPreload(options: string | undefined, file: string): string {
  const flag = `--require ${quoted(file)}`
  if (options === undefined || options.trim() === '') return flag
  return options.includes(flag) ? options : `${flag} ${options}`
}

/** As Node takes NODE_OPTIONS apart: in quotes a backslash stands before what is meant literally. */
function quoted(file: string): string {
  return /^[\w./:-]+$/.test(file) ? file : `"${file.replace(/["\\]/g, '\\$&')}"`
}
