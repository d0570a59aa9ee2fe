import { spawnSync } from 'node:child_process'
import type { Setup } from './row.ts'

const library = new URL('../../../../../dist/index.js', import.meta.url).href

/** How many milliseconds longer a process takes that imports the library, as it is built, than one that does nothing. */
export const importTakes: Setup = async () => ({
  measure: async () => spent(`import ${JSON.stringify(library)}`) - spent('0'),
})

function spent(code: string): number {
  const begun = performance.now()
  const args = ['--input-type=module', '--eval', code]
  const { status, stderr } = spawnSync(process.execPath, args)
  if (status !== 0) throw new Error(stderr.toString())
  return performance.now() - begun
}
