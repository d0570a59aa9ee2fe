import type { Interaction } from '../core/model.ts'
import { redactInteraction } from '../core/redact/interaction.ts'
import { SecretFoundError, refuseSecrets } from '../core/redact/secret-found-error.ts'
import { inNextTurn } from './clock.ts'
import type { SecretRules } from '../core/redact/rules.ts'
import type { Vault } from '../core/redact/vault.ts'
import type { RecorderOptions } from './options.ts'
import type { Writer } from './writer.ts'

/** What a keeper stands on. */
export interface KeeperParts {
  /** The cassette as it was named. */
  readonly path: string
  readonly options: RecorderOptions
  readonly rules: SecretRules
  readonly vault: Vault
  readonly writer: Writer
}

/** Brings what was recorded to the disk without its secrets, and remembers what went wrong with that. */
export class Keeper {
  readonly #parts: KeeperParts
  #mendBefore = 0
  /** What runs once all that was kept is on disk; nothing where all is. */
  #waiting: (() => void)[] | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(parts: KeeperParts) {
    this.#parts = parts
  }

  /** Why nothing more can be kept; nothing while all is well. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure
  }

  /** Keeps an interaction. @returns it as it is kept, or nothing where a hook dropped it or it could not be kept */
  keep(order: number, take: () => Interaction): Interaction | undefined {
    const { writer, options, rules, path } = this.#parts
    try {
      const interaction = take()
      if (options.onSecret === 'refuse') refuseSecrets(interaction, rules, path)
      const redacted = this.#redact(interaction)
      const hooked = options.beforeRecord ? options.beforeRecord(redacted) : redacted
      if (hooked === null) return undefined
      const kept = hooked === redacted ? redacted : this.#redact(hooked)
      if (!writer.keep(order, kept)) this.#writeLater()
      return kept
    } catch (error) {
      // The client's traffic goes on; further requests are refused, and finish() raises it.
      this.#failure ??= { error }
      return undefined
    }
  }

  /** Runs something once what was kept is on disk: at once where it is. @returns whether it was run */
  pass(run: () => void): boolean {
    this.#waiting?.push(run)
    if (this.#waiting !== undefined) return false
    run()
    return true
  }

  /** Saves the cassette, unless something went wrong. @throws what went wrong */
  finish(): void {
    const { writer, rules, vault } = this.#parts
    this.#write()
    if (this.#failure !== undefined) {
      const { error } = this.#failure
      if (error instanceof SecretFoundError) writer.discard()
      else writer.giveUp()
      throw error
    }
    const mend = (interaction: Interaction): Interaction =>
      redactInteraction(interaction, rules, vault)
    writer.finish({ before: this.#mendBefore, mend })
  }

  /** Leaves the cassette as it was. */
  discard(): void {
    this.#write()
    this.#parts.writer.discard()
  }

  /** Others may end in this turn of the event loop, too. */
  #writeLater(): void {
    if (this.#waiting !== undefined) return
    this.#waiting = []
    inNextTurn(() => this.#write())
  }

  #write(): void {
    const waiting = this.#waiting
    if (waiting === undefined) return
    this.#waiting = undefined
    try {
      this.#parts.writer.write()
    } catch (error) {
      this.#failure ??= { error }
    }
    for (const run of waiting) run()
  }

  #redact(interaction: Interaction): Interaction {
    const { rules, vault, writer } = this.#parts
    const { revision } = vault
    const redacted = redactInteraction(interaction, rules, vault)
    // A secret that was not known before may stand in what is kept already.
    if (vault.revision !== revision) this.#mendBefore = writer.keptCount
    return redacted
  }
}
