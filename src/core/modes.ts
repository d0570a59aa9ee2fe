/** What a recorder does with requests. @see README, "Modes" */
export type Mode = 'once' | 'replay' | 'record' | 'new-episodes' | 'passthrough'

/** All modes, the default first. */
export const modes: readonly Mode[] = ['once', 'replay', 'record', 'new-episodes', 'passthrough']

/** What becomes of requests in a mode. */
export interface Plan {
  /** A request that matches an interaction: `none` where the mode asks for no match. */
  readonly onMatch: 'replay' | 'none'
  readonly onMiss: 'record' | 'refuse' | 'send'
  /** What a run that recorded something does to the file. */
  readonly saves: 'no' | 'replaces' | 'appends'
  /** Whether a missing file is an error at the first request. */
  readonly needsFile: boolean
}

const recordAll: Plan = { onMatch: 'none', onMiss: 'record', saves: 'replaces', needsFile: false }
const replayOnly: Plan = { onMatch: 'replay', onMiss: 'refuse', saves: 'no', needsFile: false }

/** The table of the modes: what a mode does, given whether the cassette exists. */
export function planOf(mode: Mode, fileExists: boolean): Plan {
  switch (mode) {
    case 'once':
      return fileExists ? replayOnly : recordAll
    case 'replay':
      return { ...replayOnly, needsFile: true }
    case 'record':
      return recordAll
    case 'new-episodes':
      return { onMatch: 'replay', onMiss: 'record', saves: 'appends', needsFile: false }
    case 'passthrough':
      return { onMatch: 'none', onMiss: 'send', saves: 'no', needsFile: false }
  }
}

const otherNames: ReadonlyMap<string, Mode> = new Map([
  ['recordonce', 'once'],
  ['replayonly', 'replay'],
  ['none', 'replay'],
  ['recordonly', 'record'],
  ['all', 'record'],
  ['replaywithnewepisodes', 'new-episodes'],
  ['new_episodes', 'new-episodes'],
  ['off', 'passthrough'],
])

/**
 * Reads a mode by its name or by what go-vcr (`ReplayOnly`), VCR and vcrpy (`none`, `all`) call it.
 *
 * @param from - Where the name stands, for the message: `WIRETAPE_MODE`, `--mode`, `mode`.
 * @throws TypeError where there is no such mode.
 */
export function parseMode(name: string, from: string): Mode {
  const lower = name.trim().toLowerCase()
  const mode = modes.find((known) => known === lower) ?? otherNames.get(lower)
  if (mode !== undefined) return mode
  throw new TypeError(
    `${from} is ${JSON.stringify(name)}, which is no mode. The modes are ${modes.join(', ')}.`,
  )
}

/**
 * The mode that holds: `WIRETAPE_MODE` over the option in code over `replay` where `CI` is set over `once`.
 *
 * @throws TypeError where one of them is no mode.
 */
export function resolveMode(
  option: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Mode {
  const variable = env['WIRETAPE_MODE']
  if (variable !== undefined && variable !== '') return parseMode(variable, 'WIRETAPE_MODE')
  if (option !== undefined) return parseMode(option, 'mode')
  return isSet(env['CI']) ? 'replay' : 'once'
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value.toLowerCase())
}
