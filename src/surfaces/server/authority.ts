import { randomBytes, webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import type { X509Certificate } from '@peculiar/x509'
import type { TlsOptions } from './protocols.ts'

type X509 = typeof import('@peculiar/x509')

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const dayMs = 86_400_000
const daysValid = 7
const mostKept = 1_000

/** Signs the certificates that a forward proxy shows for the hosts it stands in for. Its key never leaves memory. */
export class Authority {
  /** What clients have to trust, in PEM. */
  readonly certificate: string
  readonly #x509: X509
  readonly #issuer: X509Certificate
  readonly #issuerKey: webcrypto.CryptoKey
  readonly #leaves = new Map<string, Promise<TlsOptions>>()

  private constructor(x509: X509, issuer: X509Certificate, issuerKey: webcrypto.CryptoKey) {
    this.#x509 = x509
    this.#issuer = issuer
    this.#issuerKey = issuerKey
    this.certificate = `${issuer.toString('pem')}\n`
  }

  /** Makes one for this run. Loads the library of certificates. */
  static async make(): Promise<Authority> {
    await import('reflect-metadata')
    const x509 = await import('@peculiar/x509')
    const keys = await makeKeys()
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: serialNumber(),
      // Each has its own name, or clients that trust two of them would take one for the other.
      name: `CN=wiretape ${randomBytes(6).toString('hex')}`,
      ...validity(),
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

  /**
   * The certificate for a host and its key, the same for the same host.
   *
   * @param host - A name, or an address without brackets.
   */
  leafFor(host: string): Promise<TlsOptions> {
    const known = this.#leaves.get(host)
    if (known !== undefined) return known
    const leaf = this.#sign(host)
    const [oldest] = this.#leaves.keys()
    if (this.#leaves.size >= mostKept && oldest !== undefined) this.#leaves.delete(oldest)
    this.#leaves.set(host, leaf)
    return leaf
  }

  async #sign(host: string): Promise<TlsOptions> {
    const x509 = this.#x509
    const { publicKey, privateKey } = await makeKeys()
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      // A name may be longer than a subject may be: clients read the alternative name.
      subject: 'CN=wiretape',
      issuer: this.#issuer.subject,
      ...validity(),
      publicKey,
      signingKey: this.#issuerKey,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension([
          { type: isIP(host) === 0 ? 'dns' : 'ip', value: host },
        ]),
        await x509.AuthorityKeyIdentifierExtension.create(this.#issuer),
        await x509.SubjectKeyIdentifierExtension.create(publicKey),
      ],
    })
    return { cert: certificate.toString('pem'), key: await pemOf(privateKey) }
  }
}

function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}

/** Clocks of machines differ: it is valid since yesterday. */
function validity(): { readonly notBefore: Date; readonly notAfter: Date } {
  const now = Date.now()
  return { notBefore: new Date(now - dayMs), notAfter: new Date(now + daysValid * dayMs) }
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
