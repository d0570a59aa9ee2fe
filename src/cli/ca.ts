import { X509Certificate } from 'node:crypto'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type KeptAuthority, keptAuthority } from '../surfaces/server/kept-authority.ts'
import { shellWord } from '../core/shell-word.ts'
import type { CliCommand, Invocation } from './commands.ts'
import { type Io, printJson } from './io.ts'
import { printable } from '../core/match/explain/printable.ts'

interface CaOptions {
  readonly caDir?: string
  readonly json?: true
}

/** `wiretape ca`: where the authority is that signs for the hosts of recorded HTTPS, and how to trust it. */
export const ca: CliCommand = {
  define(command) {
    command
      .option('--ca-dir <folder>', 'where it is kept; by default among the data of this user')
      .option('--json', 'as JSON')
  },
  async run({ command, io }: Invocation) {
    const options = command.opts<CaOptions>()
    const folder = options.caDir ?? usualFolder(io.env, process.platform)
    const kept = await keptAuthority(folder)
    if (options.json === true) printJson(io, factsOf(folder, kept))
    else io.out.write(pageOf(folder, kept, io))
    return 0
  },
}

/** Where programs of this platform keep their data. */
function usualFolder(env: Io['env'], platform: NodeJS.Platform): string {
  const home = homedir()
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'wiretape', 'ca')
  const data =
    platform === 'win32'
      ? (env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'))
      : (env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'))
  return join(data, 'wiretape', 'ca')
}

function factsOf(folder: string, { authority, certificateFile, keyFile }: KeptAuthority) {
  const { fingerprint256 } = new X509Certificate(authority.certificate)
  const validUntil = authority.validUntil.toISOString().slice(0, 10)
  return { folder, certificate: certificateFile, key: keyFile, validUntil, sha256: fingerprint256 }
}

function pageOf(folder: string, kept: KeptAuthority, { out: { paint } }: Io): string {
  const { certificate, key, validUntil, sha256 } = factsOf(folder, kept)
  const file = shellWord(certificate)
  const lines = [
    paint.bold('The authority that signs for the hosts of recorded HTTPS'),
    `  certificate  ${printable(certificate)}`,
    `  key          ${printable(key)}`,
    `  valid until  ${validUntil}`,
    `  SHA-256      ${sha256}`,
    '',
    `Record with it:  wiretape record --ca-dir ${printable(shellWord(folder))} -c FILE`,
    `Replay with it:  wiretape replay --https --ca-dir ${printable(shellWord(folder))} FILE`,
    'Behind `--` a command trusts it of itself. For programs that run elsewhere:',
    '',
    ...ways(printable(file)).map(([name, line]) => `  ${name.padEnd(15)} ${line}`),
    '',
    'Whoever has the key can stand in for any host: trust it where you record, and nowhere else.',
  ]
  return lines.map((line) => `${line}\n`).join('')
}

/** How programs, and then systems, come to trust a certificate. */
function ways(file: string): readonly (readonly [string, string])[] {
  const anchors = '/usr/local/share/ca-certificates/wiretape.crt'
  const keychain = '/Library/Keychains/System.keychain'
  return [
    ['Node.js', `export NODE_EXTRA_CA_CERTS=${file}`],
    ['Python', `export SSL_CERT_FILE=${file} REQUESTS_CA_BUNDLE=${file}`],
    ['Go, Ruby, Perl', `export SSL_CERT_FILE=${file} PERL_LWP_SSL_CA_FILE=${file}`],
    ['PHP', `php -d curl.cainfo=${file} -d openssl.cafile=${file}`],
    ['curl', `curl --cacert ${file}`],
    ['wget', `wget --ca-certificate=${file}`],
    ['git', `git config http.sslCAInfo ${file}`],
    ['Deno', `export DENO_CERT=${file}`],
    ['Java', `keytool -importcert -cacerts -alias wiretape -file ${file}`],
    ['Firefox', 'Settings, Privacy & Security, View Certificates, Authorities, Import'],
    ['Debian, Ubuntu', `sudo cp ${file} ${anchors} && sudo update-ca-certificates`],
    ['Fedora, RHEL', `sudo trust anchor ${file}`],
    ['macOS', `sudo security add-trusted-cert -d -r trustRoot -k ${keychain} ${file}`],
    ['Windows', `certutil -user -addstore Root ${file}`],
  ]
}
