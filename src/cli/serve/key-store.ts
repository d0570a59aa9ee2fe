import { createHash } from 'node:crypto'

// What Java adds to the password before it digests a key store.
const salt = 'Mighty Aphrodite'
/** What key stores have for a password unless somebody chose another: it guards no secret here. */
const password = 'changeit'
const trustedCertificate = 2

/**
 * Certificates as a key store of Java that trusts each of them, in the format that every version reads without options.
 *
 * @param pem - Certificates, one after the other, in PEM; what stands between them is passed over.
 * @see https://docs.oracle.com/en/java/javase/21/docs/specs/security/standard-names.html#keystore-types (JKS)
 */
export function keyStoreOf(pem: string): Buffer {
  const found = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g)]
  const entries = found.flatMap(([, base64 = ''], nth) => entryOf(`root-${nth}`, base64))
  const content = Buffer.concat([words(0xfeedfeed, 2, found.length), ...entries])
  const digest = createHash('sha1')
    .update(Buffer.from(password, 'utf16le').swap16())
    .update(salt)
    .update(content)
    .digest()
  return Buffer.concat([content, digest])
}

function entryOf(alias: string, base64: string): readonly Buffer[] {
  const certificate = Buffer.from(base64, 'base64')
  // The two words in the middle are the time at which it was added: nobody asks.
  return [
    words(trustedCertificate),
    text(alias),
    words(0, 0),
    text('X.509'),
    words(certificate.length),
    certificate,
  ]
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, nth) => bytes.writeUInt32BE(value, 4 * nth))
  return bytes
}

function text(value: string): Buffer {
  const bytes = Buffer.alloc(2 + value.length)
  bytes.writeUInt16BE(value.length)
  bytes.write(value, 2, 'latin1')
  return bytes
}
