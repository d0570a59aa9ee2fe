import type { RunningServer } from '../../surfaces/server.ts'
import { proxyVariables } from './proxy-variables.ts'
import { type Trust, writeTrust } from './trust.ts'

/** Programs that have a server as their forward proxy, for the time of a run. */
export class Proxied {
  readonly #env: NodeJS.ProcessEnv
  readonly #isOnlyWay: boolean
  readonly #proxyAuth: string
  #trust: Trust | undefined

  /**
   * @param env - The environment that they have already.
   * @param isOnlyWay - Whether requests that would go past it are refused.
   * @param proxyAuth - What they have to show: `user:password`.
   */
  constructor(env: NodeJS.ProcessEnv, isOnlyWay: boolean, proxyAuth: string = '') {
    this.#env = env
    this.#isOnlyWay = isOnlyWay
    this.#proxyAuth = proxyAuth
  }

  /** What their environment gets. The files that it names are written at the first call. */
  variables({ url, certificate = '' }: RunningServer): Record<string, string> {
    this.#trust ??= writeTrust(certificate, this.#env)
    return proxyVariables({
      url: this.#shownAs(url),
      trust: this.#trust,
      isOnlyWay: this.#isOnlyWay,
      env: this.#env,
    })
  }

  /** Takes the files away. */
  end(): void {
    this.#trust?.remove()
  }

  #shownAs(url: string): string {
    const [, user = '', password = ''] = /^([^:]*):(.*)$/s.exec(this.#proxyAuth) ?? []
    const shown = new URL(url)
    shown.username = encodeURIComponent(user)
    shown.password = encodeURIComponent(password)
    return shown.href.replace(/\/$/, '')
  }
}
