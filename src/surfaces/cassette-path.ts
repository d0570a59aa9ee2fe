import { isAbsolute, join, relative, sep } from 'node:path'
import { fileStore } from '../engine/store.ts'

/**
 * The file of a cassette of the project: `cassettes/<name>.yaml`.
 *
 * @param name - With or without `.yaml`; folders in it are parted by `/`.
 * @param root - The folder that `cassettes` is in.
 * @throws TypeError where the name leads out of the folder
 */
export function cassettePath(name: string, root: string): string {
  const folder = join(root, 'cassettes')
  const path = join(folder, /\.ya?ml$/.test(name) ? name : `${name}.yaml`)
  if (isAbsolute(name) || !isInside(path, folder)) {
    throw new TypeError(`The cassette ${JSON.stringify(name)} is not in the folder ${folder}.`)
  }
  return path
}

/** Whether a file is in a folder, behind symbolic links too. */
export function isInside(path: string, folder: string): boolean {
  const inside = shortPath(fileStore.realPath(folder), fileStore.realPath(path))
  return !isAbsolute(inside) && !/^\.\.(?:$|[\\/])/.test(inside)
}

/** A path from a folder: `relative`, at less cost where both are absolute and one is in the other. */
export function shortPath(folder: string, path: string): string {
  const isPlain = path.startsWith(`${folder}${sep}`) && isAbsolute(folder)
  return isPlain ? path.slice(folder.length + 1) : relative(folder, path)
}
