/**
 * What is wrong with a text, and where. Thrown within the general reader alone, which may mend the text: what comes after
 * a quote that it did not see close may look like anything.
 */
export class YamlFault {
  /** With a full stop, as the hint. */
  readonly problem: string
  readonly at: number
  readonly hint: string | undefined

  constructor(problem: string, at: number, hint?: string) {
    this.problem = problem
    this.at = at
    this.hint = hint
  }
}

/** The fault of what the package says is no YAML. */
export function noYaml(message: string, at: number): YamlFault {
  return new YamlFault(`it is not YAML: ${message}.`, at)
}
