const longestKept = 512

/**
 * The value of a header field in which nothing secret was found last, or the URL. Most have the same one again and again.
 *
 * What is known of a value holds for one revision of the vault.
 */
export class LastClean {
  #value: string | undefined
  #revision = 0

  is(value: string | undefined, revision: number): boolean {
    return value !== undefined && value === this.#value && revision === this.#revision
  }

  note(value: string | undefined, revision: number): void {
    if (value === undefined || value.length > longestKept) return
    this.#value = value
    this.#revision = revision
  }
}
