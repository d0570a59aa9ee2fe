import { tapsOfProcess } from '../../engine/taps.ts'
import '../taps/install.ts'
import { mainGlobal } from '../taps/main-global.ts'
import { Network } from './network.ts'
import type { CassetteOptions } from './options.ts'

const key = Symbol.for('wiretape.vitest')

/** The requests of the test file that runs, watched. A process runs one file at a time. */
export class Watch {
  /** What holds for every test, where every test has a cassette. */
  options: CassetteOptions | undefined
  #network = new Network()

  get network(): Network {
    return this.#network
  }

  /** @throws TapError */
  begin(): void {
    // In vitest's vm pools each file has a copy of this module, and none is told when its file was skipped.
    const before = Reflect.get(mainGlobal, key) as Network | undefined
    if (before === this.#network) return
    if (before !== undefined) tapsOfProcess().uninstall(before)
    // Most test files of a suite send nothing: fetch is not loaded for them.
    tapsOfProcess().install(this.#network, 'at use')
    Reflect.set(mainGlobal, key, this.#network)
  }

  /** Forgets the file. */
  end(): void {
    tapsOfProcess().uninstall(this.#network)
    if (Reflect.get(mainGlobal, key) === this.#network) Reflect.deleteProperty(mainGlobal, key)
    this.#network = new Network()
    this.options = undefined
  }
}
