import { randomBytes, webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import type { X509Certificate } from '@peculiar/x509'
import { Made } from '../../core/made.ts'
import type { TlsOptions } from './protocols.ts'

type X509 = typeof import('@peculiar/x509')

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const dayMs = 86_400_000
const daysValid = 7
const mostKept = 1_000

/** Signs the certificates that servers show for themselves, and a forward proxy for the hosts it stands in for. */
export class Authority {
  /** What clients have to trust, in PEM. */
  readonly certificate: string
  readonly #x509: X509
  readonly #issuer: X509Certificate
  readonly #issuerKey: webcrypto.CryptoKey
  readonly #leaves = new Made<TlsOptions>(mostKept)

  private constructor(x509: X509, issuer: X509Certificate, issuerKey: webcrypto.CryptoKey) {
    this.#x509 = x509
    this.#issuer = issuer
    this.#issuerKey = issuerKey
    this.certificate = `${issuer.toString('pem')}\n`
  }

  /** Makes one. Loads the library of certificates. @param days - How long it is valid */
  static async make(days: number = daysValid): Promise<Authority> {
    const x509 = await library()
    const keys = await makeKeys()
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: serialNumber(),
      // Each has its own name, or clients that trust two of them would take one for the other.
      name: `CN=wiretape ${randomBytes(6).toString('hex')}`,
      ...validity(days),
      keys,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(
          x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
          true,
        ),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    })
    return new Authority(x509, certificate, keys.privateKey)
  }

  /** One that was made before. @throws where they are no certificate and key in PEM */
  static async of(certificate: string, key: string): Promise<Authority> {
    const x509 = await library()
    const der = Buffer.from(key.replace(/-----[^-]+-----|\s/g, ''), 'base64')
    const imported = await webcrypto.subtle.importKey('pkcs8', der, algorithm, true, ['sign'])
    return new Authority(x509, new x509.X509Certificate(certificate), imported)
  }

  get validUntil(): Date {
    return this.#issuer.notAfter
  }

  /** Its key, in PEM, for who keeps it. Whoever has it can stand in for any host. */
  keyInPem(): Promise<string> {
    return pemOf(this.#issuerKey)
  }

  /**
   * The certificate for hosts and its key, the same for the same hosts.
   *
   * @param hosts - Names, and addresses without brackets.
   */
  leafFor(...hosts: readonly [string, ...string[]]): Promise<TlsOptions> {
    return this.#leaves.get(hosts.join(' '), () => this.#sign(hosts))
  }

  async #sign(hosts: readonly string[]): Promise<TlsOptions> {
    const x509 = this.#x509
    const { publicKey, privateKey } = await makeKeys()
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      // A name may be longer than a subject may be: clients read the alternative name.
      subject: 'CN=wiretape',
      issuer: this.#issuer.subject,
      ...validity(daysValid),
      publicKey,
      signingKey: this.#issuerKey,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(
          hosts.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
        ),
        await x509.AuthorityKeyIdentifierExtension.create(this.#issuer),
        await x509.SubjectKeyIdentifierExtension.create(publicKey),
      ],
    })
    return { cert: certificate.toString('pem'), key: await pemOf(privateKey) }
  }
}

async function library(): Promise<X509> {
  await import('reflect-metadata')
  return import('@peculiar/x509')
}

function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}

/** Clocks of machines differ: it is valid since yesterday. */
function validity(days: number): { readonly notBefore: Date; readonly notAfter: Date } {
  const now = Date.now()
  return { notBefore: new Date(now - dayMs), notAfter: new Date(now + days * dayMs) }
}

/** A positive number: its first bit is not set. */
function serialNumber(): string {
  return `01${randomBytes(15).toString('hex')}`
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n')
}
