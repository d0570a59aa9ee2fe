import { Command, CommanderError } from 'commander'
import { type Registered, commands } from './commands.ts'
import { UsageError, exitCode } from '../surfaces/exit-codes.ts'
import type { Io } from './io.ts'
import { reportError } from './report-error.ts'
import { version } from './version.ts'

/**
 * Runs the command.
 *
 * @param argv - What was typed after `wiretape`.
 * @returns the exit code.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const typed = split(argv)
  try {
    return await dispatch(typed, io)
  } catch (error) {
    return reportError(isFolderGone(error) ? folderGone() : error, io, typed.own.includes('--json'))
  }
}

function isFolderGone(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd'
}

function folderGone(): UsageError {
  return new UsageError('The working folder was deleted. Change to one that is there.')
}

interface Typed {
  readonly registered: Registered | undefined
  /** For us. */
  readonly own: readonly string[]
  /** For the command that is to be run. */
  readonly child: readonly string[] | undefined
}

/** Our options end at the first `--` where the command wraps another: what follows is that one's. */
function split(argv: readonly string[]): Typed {
  const name = argv[0] === 'help' ? argv[1] : argv[0]
  const registered = commands.find((known) => known.name === name)
  // Commander answers to help for what is no command with the help for all, and says no word of it.
  if (registered === undefined && name !== argv[0] && name !== undefined) {
    return { registered, own: argv.slice(1), child: undefined }
  }
  const dashes = registered?.wraps === true ? argv.indexOf('--') : -1
  if (dashes === -1) return { registered, own: argv, child: undefined }
  return { registered, own: argv.slice(0, dashes), child: argv.slice(dashes + 1) }
}

async function dispatch({ registered, own, child }: Typed, io: Io): Promise<number> {
  const loaded = await registered?.load()
  let code = 0
  const program = programOf(io)
  for (const known of commands) {
    const command = addTo(program, known)
    if (known !== registered || loaded === undefined) continue
    loaded.define(command)
    command.action(async () => {
      code = await loaded.run({ command, child, io })
    })
  }
  try {
    await program.parseAsync(own, { from: 'user' })
  } catch (error) {
    return endOfParsing(error, registered)
  }
  return code
}

function programOf(io: Io): Command {
  return new Command('wiretape')
    .description(
      'Records the HTTP a program sends into cassettes that go-vcr can read, and plays it back.',
    )
    .usage('COMMAND [options]')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .helpCommand('help COMMAND', 'print what a command takes')
    .addHelpText('after', '\nStart with `wiretape demo`: the whole round, offline, in seconds.')
    .exitOverride()
    .configureHelp({ helpWidth: Math.min(io.out.columns, 100) })
    .configureOutput({
      writeOut: (text) => io.out.write(text),
      writeErr: (text) => io.err.write(text),
      outputError: () => {},
    })
}

function addTo(program: Command, { name, usage, summary }: Registered): Command {
  const description = `${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}.`
  return program.command(name).summary(summary).description(description).usage(usage)
}

function endOfParsing(error: unknown, registered: Registered | undefined): number {
  if (!(error instanceof CommanderError)) throw error
  if (error.exitCode === 0) return 0
  // Without a command: the help is printed already.
  if (error.code === 'commander.help') return exitCode({ isMisused: true })
  throw usageError(error, registered)
}

/** Commander's `error: unknown option '--foo'\n(Did you mean --full?)` as sentences of ours. */
function usageError(error: CommanderError, registered: Registered | undefined): UsageError {
  const [problem = '', hint] = error.message.replace(/^error: /, '').split('\n')
  const text = `${problem.slice(0, 1).toUpperCase()}${problem.slice(1).replace(/\.$/, '')}.`
  const meant = hint === undefined ? '' : ` ${hint.replace(/^\((.*)\)$/, '$1')}`
  const lines = [`${text}${meant}`]
  if (error.code === 'commander.excessArguments' && registered?.wraps === true) {
    lines.push('Put -- before a command that is to be run.')
  }
  const help = registered === undefined ? '' : `${registered.name} `
  lines.push(`\`wiretape ${help}--help\` says what it takes.`)
  return new UsageError(lines.join('\n'), { cause: error })
}
