import { randomBytes } from 'node:crypto'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { fileStore } from '../../engine/store.ts'
import { keyStoreOf } from './key-store.ts'

/** The files by which the programs of one run come to trust its forward proxy. */
export interface Trust {
  /** Our certificate alone, for programs that add it to theirs. */
  readonly certificate: string
  /** The roots of this system and ours, for programs that take a file in place of theirs. */
  readonly bundle: string
  /** The same as a key store, for Java. */
  readonly keyStore: string
  /** A folder with settings of PHP that name the bundle. */
  readonly phpFolder: string
  /** Settings of wget that name the bundle; nothing where it has settings already, for it reads one file. */
  readonly wgetSettings?: string
  remove(): void
}

const systemRoots = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/** Writes them into a folder of their own among the temporary ones. Keys are in none of them. */
export function writeTrust(certificate: string, env: NodeJS.ProcessEnv): Trust {
  const folder = join(tmpdir(), `wiretape-${randomBytes(12).toString('hex')}`)
  const write = (name: string, content: string | Uint8Array): string => {
    const file = join(folder, name)
    fileStore.replace(file, [Buffer.from(content)])
    return file
  }
  const roots = `${Buffer.from(rootsOf(env)).toString('latin1')}\n${certificate}`
  const bundle = write('bundle.pem', Buffer.from(roots, 'latin1'))
  write('wiretape.ini', `curl.cainfo = "${bundle}"\nopenssl.cafile = "${bundle}"\n`)
  return {
    certificate: write('wiretape.pem', certificate),
    bundle,
    keyStore: write('roots.jks', keyStoreOf(roots)),
    phpFolder: folder,
    ...(!hasWgetSettings(env) && { wgetSettings: write('wgetrc', `ca_certificate = ${bundle}\n`) }),
    remove: () => fileStore.removeFolder(folder),
  }
}

function rootsOf({ SSL_CERT_FILE: own }: NodeJS.ProcessEnv): Uint8Array {
  for (const file of own === undefined || own === '' ? systemRoots : [own, ...systemRoots]) {
    const roots = fileStore.read(file)
    if (roots !== undefined) return roots
  }
  return Buffer.from(rootCertificates.join('\n'))
}

function hasWgetSettings({ WGETRC: own = '', HOME: home = homedir() }: NodeJS.ProcessEnv): boolean {
  return own !== '' || fileStore.stamp(join(home, '.wgetrc')) !== undefined
}
