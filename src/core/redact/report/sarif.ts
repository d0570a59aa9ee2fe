import type { Finding } from './findings.ts'

/** A finding, and the file it stands in. */
export interface FileFinding extends Finding {
  /** As the user named it. */
  readonly file: string
}

/**
 * Findings as SARIF 2.1.0, which code hosts read. It holds no secret.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifOf(findings: readonly FileFinding[], version: string): object {
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort()
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'wiretape', version, rules: rules.map((id) => ({ id })) } },
        results: findings.map(resultOf),
      },
    ],
  }
}

function resultOf({
  file,
  line = 1,
  column = 1,
  place,
  rule,
  masked,
  interaction,
}: FileFinding): object {
  return {
    ruleId: rule,
    level: 'error',
    message: { text: `Interaction ${interaction} holds a secret in ${place}: ${masked}.` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(file.replaceAll('\\', '/')) },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
  }
}
