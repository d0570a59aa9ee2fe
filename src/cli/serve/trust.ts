import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { fileStore } from '../../engine/store.ts'

/** The files by which the programs of one run come to trust its forward proxy. */
export interface Trust {
  /** Our certificate alone, for programs that add it to theirs. */
  readonly certificate: string
  /** The roots of this system and ours, for programs that take a file in place of theirs. */
  readonly bundle: string
  remove(): void
}

const systemRoots = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/** Writes them into the temporary folder. Keys are in none of them. */
export function writeTrust(certificate: string, env: NodeJS.ProcessEnv): Trust {
  const stem = join(tmpdir(), `wiretape-${randomBytes(12).toString('hex')}`)
  const files = { certificate: `${stem}.pem`, bundle: `${stem}-bundle.pem` }
  fileStore.replace(files.certificate, [Buffer.from(certificate)])
  fileStore.replace(files.bundle, [rootsOf(env), Buffer.from(`\n${certificate}`)])
  return {
    ...files,
    remove: () => Object.values(files).forEach((file) => fileStore.remove(file)),
  }
}

function rootsOf({ SSL_CERT_FILE: own }: NodeJS.ProcessEnv): Uint8Array {
  for (const file of own === undefined || own === '' ? systemRoots : [own, ...systemRoots]) {
    const roots = fileStore.read(file)
    if (roots !== undefined) return roots
  }
  return Buffer.from(rootCertificates.join('\n'))
}
