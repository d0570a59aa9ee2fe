import { webcrypto } from 'node:crypto'
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'

/** What a server of TLS is given. */
export interface Certificate {
  readonly cert?: unknown
  readonly key?: unknown
  readonly minVersion?: string
  readonly maxVersion?: string
  readonly ciphers?: string
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const dayMs = 86_400_000

async function signedByItself(from: number, to: number): Promise<Certificate & { cert: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=itself',
    notBefore: new Date(Date.now() + from * dayMs),
    notAfter: new Date(Date.now() + to * dayMs),
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
  })
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
  const key = `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`
  return { cert: certificate.toString('pem'), key }
}

const itself = signedByItself(-1, 1)
const old = signedByItself(-3, -1)

export const selfSigned = (): Promise<Certificate> => itself

export const expired = (): Promise<Certificate> => old

/** What a client has to trust, so that nothing but its age is wrong with the old one. */
export const expiredCertificate: string = (await old).cert
