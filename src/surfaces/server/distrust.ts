import type { Server } from 'node:net'

// What clients send where they know nobody who signed: which of them, depends on the library.
const alert = /_ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN)$/

/** Tells, once, that a client has turned away because it does not trust the certificate of a server. */
export function watchTrust(server: Server, tell: () => void): void {
  const look = ({ code = '' }: NodeJS.ErrnoException): void => {
    if (!alert.test(code)) return
    server.off('tlsClientError', look)
    tell()
  }
  server.on('tlsClientError', look)
}

/** How it is said to whoever runs the proxy: to the client it is one more error of TLS. */
export function distrustOf(host: string): string {
  return (
    `A client does not trust our certificate for ${host}: what it would have asked there is lost.\n` +
    'Have it trust the authority that --ca-dir keeps: `wiretape ca` says how.'
  )
}
