import { execFile } from 'node:child_process'
import {
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  realpath,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The repository. */
export const root: string = fileURLToPath(new URL('../..', import.meta.url))

/** package.json as it is published. */
export interface Manifest {
  readonly version: string
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** Somebody's empty project, into which the packed tarball was installed with an empty npm cache. */
export interface Stranger {
  readonly folder: string
  readonly manifest: Manifest
  /** Runs a program in the project. @throws where it does not exit with 0 */
  readonly run: (command: string, ...args: readonly string[]) => Promise<Ran>
  /** Runs one of the modules in probes/ in the project, so that it imports what a stranger imports. */
  readonly runProbe: (name: string, ...args: readonly string[]) => Promise<Ran>
  /** Removes it. */
  readonly leave: () => Promise<void>
}

/** What a program printed. */
export interface Ran {
  readonly stdout: string
  readonly stderr: string
}

/** Packs the repository as it is built, and installs it into an empty project. */
export async function installAsStranger(): Promise<Stranger> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'wiretape-stranger-')))
  const env = { ...process.env, npm_config_cache: join(folder, 'npm-cache') }
  const project = join(folder, 'project')
  const inProject = (command: string, ...args: readonly string[]): Promise<Ran> =>
    run(command, [...args], { cwd: project, env })
  await mkdir(project)
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root, env })
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'))
  await writeFile(join(project, 'package.json'), '{ "name": "stranger", "private": true }')
  await cp(join(root, 'test/package/probes'), project, { recursive: true })
  await inProject('npm', 'install', '--no-audit', '--no-fund', join(folder, tarball))
  return {
    folder: project,
    manifest: JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest,
    run: inProject,
    runProbe: (name, ...args) => inProject(process.execPath, join(project, `${name}.mjs`), ...args),
    leave: () => rm(folder, { recursive: true }),
  }
}

/** The entry points of a package.json as they are imported, but for the package.json itself. */
export function entryPoints({ exports }: Manifest): readonly string[] {
  return Object.keys(exports)
    .filter((entry) => entry !== './package.json')
    .map((entry) => `wiretape${entry.slice(1)}`)
}

/** How many bytes the files under a folder hold. */
export async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
