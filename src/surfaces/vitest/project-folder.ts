import { basename, join } from 'node:path'
import { fileStore } from '../../engine/store.ts'

/**
 * The folder that a project's cassettes have for themselves: its name; none for one that has none.
 *
 * vitest calls a project without a name after its package, or its folder, where it is started above it (in the root of a
 * monorepo), and else by no name at all: its cassettes are the same ones.
 */
export function projectFolder(name: string | undefined, root: string): string {
  return name === undefined || name === madeName(root) ? '' : name
}

const madeNames = new Map<string, string>()

function madeName(root: string): string {
  const name = madeNames.get(root) ?? (packageName(root) || basename(root))
  madeNames.set(root, name)
  return name
}

function packageName(root: string): string {
  const source = fileStore.read(join(root, 'package.json'))
  if (source === undefined) return ''
  const { name } = JSON.parse(Buffer.from(source).toString()) as { readonly name?: unknown }
  return typeof name === 'string' ? name : ''
}
