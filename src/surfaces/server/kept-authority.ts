import { join, resolve } from 'node:path'
import { WiretapeError } from '../../core/errors.ts'
import type { Store } from '../../engine/disk.ts'
import { fileStore } from '../../engine/store.ts'
import { warnWith } from '../../engine/host.ts'
import type { RecorderOptions } from '../../engine/options.ts'
import { Authority } from './authority.ts'
import type { ServerOptions } from './options.ts'

/** An authority that a folder keeps from run to run. */
export interface KeptAuthority {
  readonly authority: Authority
  /** The file of its certificate, for clients to trust. */
  readonly certificateFile: string
  /** The file of its key. */
  readonly keyFile: string
  /** Whether it was made just now, and nobody trusts it yet. */
  readonly isNew: boolean
}

const daysKept = 30
const dayMs = 86_400_000

/** The authority that a server signs with: that of its folder, or one that is made for this run. @throws WiretapeError CA_DIR */
export async function authorityOf({
  caDir,
  ...options
}: Pick<ServerOptions, 'caDir'> & Pick<RecorderOptions, 'onWarning'>): Promise<Authority> {
  if (caDir === undefined) return Authority.make()
  const { authority, certificateFile, isNew } = await keptAuthority(caDir)
  if (isNew) warnWith(options)(`${certificateFile} is new: nobody trusts it yet.`)
  return authority
}

/** The file in a folder that holds the certificate of its authority. */
export function certificateFileIn(folder: string): string {
  return join(resolve(folder), 'ca.pem')
}

/**
 * The authority of a folder; made where there is none, and anew when it is about to expire.
 *
 * @throws WiretapeError CA_DIR where others could come by the key, or what is there is no authority.
 */
export async function keptAuthority(
  folder: string,
  store: Store = fileStore,
): Promise<KeptAuthority> {
  const certificateFile = certificateFileIn(folder)
  const keyFile = join(resolve(folder), 'ca-key.pem')
  store.makePrivate(folder)
  checkOwner(store, folder, 'folder', 0o700)
  checkOwner(store, keyFile, 'file', 0o600)
  const known = await read(store, keyFile)
  const isNew = known === undefined || known.validUntil.getTime() < Date.now() + dayMs
  const authority = isNew ? await Authority.make(daysKept) : known
  if (isNew) {
    // Both in one file: no moment at which a key stands beside the certificate of another.
    const both = `${await authority.keyInPem()}${authority.certificate}`
    store.replace(keyFile, [Buffer.from(both)], { mode: 0o600 })
  }
  if (isNew || store.stamp(certificateFile) === undefined) {
    store.replace(certificateFile, [Buffer.from(authority.certificate)], { mode: 0o644 })
  }
  return { authority, certificateFile, keyFile, isNew }
}

async function read(store: Store, keyFile: string): Promise<Authority | undefined> {
  const bytes = store.read(keyFile)
  if (bytes === undefined) return undefined
  const [, key = '', certificate = ''] =
    /^(-----BEGIN PRIVATE KEY-----[^]*?-----END PRIVATE KEY-----\n)([^]*)$/.exec(
      Buffer.from(bytes).toString('latin1'),
    ) ?? []
  try {
    return await Authority.of(certificate, key)
  } catch (cause) {
    const message =
      `${keyFile} holds no key and certificate of an authority.\n` +
      'Remove it, and a new one is made; or name another folder (--ca-dir, caDir).'
    throw new WiretapeError('CA_DIR', message, { cause })
  }
}

/** Whoever has the key can stand in for any host: it is for this user alone. */
function checkOwner(store: Store, path: string, kind: 'file' | 'folder', mode: number): void {
  const owner = store.ownership(path)
  if (owner === undefined) return
  const problem = problemOf(owner, kind, mode)
  if (problem === undefined) return
  const message =
    `${path} ${problem}. Whoever has the key in it can stand in for any host.\n` +
    `Make it yours alone (chmod ${mode.toString(8)}), or name another folder (--ca-dir, caDir).`
  throw new WiretapeError('CA_DIR', message)
}

function problemOf(
  owner: NonNullable<ReturnType<Store['ownership']>>,
  kind: 'file' | 'folder',
  mode: number,
): string | undefined {
  if (owner.kind !== kind) return `is not a ${kind}`
  if (!owner.isOwn) return 'belongs to somebody else'
  // Windows has no such modes.
  const isOpen = process.platform !== 'win32' && (owner.mode & ~mode) !== 0
  return isOpen ? `has the mode ${owner.mode.toString(8)}, not ${mode.toString(8)}` : undefined
}
