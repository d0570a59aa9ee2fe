/** What is no YAML, and where. Thrown within the general reader alone: what came first may be mended. */
export class YamlFault {
  readonly message: string
  readonly at: number

  constructor(message: string, at: number) {
    this.message = message
    this.at = at
  }
}
