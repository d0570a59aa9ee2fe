import { createSecureContext } from 'node:tls'
import type { RecorderOptions } from '../../engine/options.ts'
import { authorityOf } from './kept-authority.ts'
import type { ServerOptions } from './options.ts'
import type { TlsOptions } from './protocols.ts'
import { unbracketed } from './site.ts'

/** With what a server speaks TLS, if it does. */
export interface OwnTls {
  readonly tls?: TlsOptions
  /** What clients have to trust, in PEM, where it was made here. */
  readonly certificate?: string
}

/** The certificate and key of a server: those it was given, or made here, for all its names. @throws WiretapeError CA_DIR */
export async function tlsOf(
  options: ServerOptions & Pick<RecorderOptions, 'onWarning'>,
): Promise<OwnTls> {
  const { tls, host, allowHosts = [] } = options
  if (tls === undefined) return {}
  if (tls !== 'own') return { tls }
  const authority = await authorityOf(options)
  const names = ['127.0.0.1', '::1', ...(host === undefined ? [] : [host]), ...allowHosts]
  const hosts = new Set(names.map((name) => unbracketed(name.toLowerCase())))
  return {
    tls: await authority.leafFor('localhost', ...hosts),
    certificate: authority.certificate,
  }
}

/** Checks options where they were passed. @throws TypeError where they are no certificate and its key */
export function checkTls(tls: ServerOptions['tls']): void {
  if (tls === undefined || tls === 'own') return
  try {
    const { cert, key } = tls
    createSecureContext({ cert: pem(cert), key: pem(key) })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new TypeError(
      `tls is no certificate with its key, both in PEM: ${reason}.\nLeave both to wiretape with 'own' (--https).`,
      { cause },
    )
  }
}

function pem(text: string | Uint8Array): string | Buffer {
  if (typeof text === 'string') return text
  if (text instanceof Uint8Array) return Buffer.from(text)
  throw new Error('one of them is missing')
}
