import { WiretapeError } from '../errors.ts'
import { printable } from '../match/explain/printable.ts'
import type { Interaction } from '../model.ts'
import { type Finding, findKeptSecrets } from './report/findings.ts'
import { redactMessage } from './message.ts'
import type { SecretRules } from './rules.ts'

/** What was to be recorded holds secrets, and the user would rather have nothing: `onSecret: 'refuse'`. */
export class SecretFoundError extends WiretapeError {
  /** Where, and what was found, masked. */
  readonly findings: readonly Finding[]

  constructor(findings: readonly Finding[], cassette: string, request: string) {
    super('SECRET_FOUND', messageOf(findings, cassette, request))
    this.findings = findings
  }
}

const mostShown = 10

function messageOf(findings: readonly Finding[], cassette: string, request: string): string {
  const what = findings.length === 1 ? 'a secret' : `${findings.length} secrets`
  const more = findings.length - mostShown
  return [
    `${request} holds ${what}, and onSecret is 'refuse': nothing was written to ${cassette}.`,
    ...findings.slice(0, mostShown).map(describe),
    ...(more > 0 ? [`  and ${more} more`] : []),
    "Take it out of the program, name what is none in redact.keep, or let it be redacted with onSecret: 'redact'.",
  ].join('\n')
}

/** A finding as a line for people: place, rule, masked value. */
function describe({ place, rule, masked }: Finding): string {
  return `  ${printable(place)}  ${rule}  ${printable(masked)}`
}

/** Ends a recording that would bring a secret into a cassette, placeholders or not. @throws SecretFoundError */
export function refuseSecrets(
  interaction: Interaction,
  rules: SecretRules,
  cassette: string,
): void {
  const findings = findKeptSecrets(interaction, rules)
  if (findings.length === 0) return
  const { method, url } = interaction.request
  throw new SecretFoundError(findings, cassette, redactMessage(`${method} ${url}`, rules))
}
