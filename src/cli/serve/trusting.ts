import { shellWord } from '../../core/shell-word.ts'
import type { RunningServer } from '../../surfaces/server.ts'
import { certificateFileIn } from '../../surfaces/server/kept-authority.ts'
import { trustVariables } from './proxy-variables.ts'
import { type Trust, writeTrust } from './trust.ts'

type Certified = Pick<RunningServer, 'certificate' | 'url'>

/** How clients come to trust a server whose certificate was made here. Of another there is nothing to say. */
export class Trusting {
  readonly #env: NodeJS.ProcessEnv
  readonly #caDir: string | undefined
  #trust: Trust | undefined

  /**
   * @param env - Where it says which certificates are trusted already.
   * @param caDir - The folder that keeps the authority behind the certificate; nothing where it was made for this run.
   */
  constructor(env: NodeJS.ProcessEnv, caDir?: string) {
    this.#env = env
    this.#caDir = caDir
  }

  /** What the wrapped command's environment gets. */
  variables(server: Certified): Record<string, string> {
    const trust = this.#of(server)
    return trust === undefined ? {} : trustVariables(trust, this.#env)
  }

  /** What the line of `--json` says of it. */
  facts(server: Certified): { readonly certificate?: string } {
    const caDir = this.#keeperOf(server)
    if (caDir !== undefined) return { certificate: certificateFileIn(caDir) }
    const trust = this.#of(server)
    return trust === undefined ? {} : { certificate: trust.certificate }
  }

  /** What is said of it on stderr. */
  lines(server: Certified): readonly string[] {
    const caDir = this.#keeperOf(server)
    if (caDir !== undefined) return keptLines(caDir, server.url)
    const trust = this.#of(server)
    if (trust === undefined) return []
    const [own, bundle] = [shellWord(trust.certificate), shellWord(trust.bundle)]
    return [
      'Its certificate was made for this run. Clients have to trust it:',
      `  curl --cacert ${own} ${server.url}`,
      `  export NODE_EXTRA_CA_CERTS=${own}`,
      `  export SSL_CERT_FILE=${bundle} REQUESTS_CA_BUNDLE=${bundle}`,
    ]
  }

  /** Removes the files. */
  end(): void {
    this.#trust?.remove()
  }

  #keeperOf({ certificate }: Certified): string | undefined {
    return certificate === undefined ? undefined : this.#caDir
  }

  #of({ certificate }: Certified): Trust | undefined {
    if (certificate === undefined) return undefined
    return (this.#trust ??= writeTrust(certificate, this.#env))
  }
}

function keptLines(caDir: string, url: string): readonly string[] {
  return [
    `Clients have to trust the authority behind its certificate: \`wiretape ca --ca-dir ${shellWord(caDir)}\` says how.`,
    `  curl --cacert ${shellWord(certificateFileIn(caDir))} ${url}`,
  ]
}
