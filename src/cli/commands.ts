import type { Command } from 'commander'
import type { Io } from './io.ts'

/** What the user typed. */
export interface Invocation {
  /** Parsed: its `opts()` and `args`. */
  readonly command: Command
  /** What stood behind `--`, where the command wraps another one. */
  readonly child: readonly string[] | undefined
  readonly io: Io
}

/** A command of `wiretape`: one file each. */
export interface CliCommand {
  /** Adds what the command takes to its name and summary. */
  define(command: Command): void
  /** @returns the exit code. */
  run(invocation: Invocation): Promise<number>
}

/** A command as the list knows it, before its file is loaded. */
export interface Registered {
  readonly name: string
  /** How it is used, without its name: `FILE [options]`. */
  readonly usage: string
  readonly summary: string
  /** Whether what stands behind `--` is a command to run. */
  readonly wraps?: true
  load(): Promise<CliCommand>
}

/** All commands, in the order in which help lists them. Each file is loaded for its own command alone. */
export const commands: readonly Registered[] = [
  {
    name: 'record',
    usage: '-c FILE [--upstream URL] [options] [-- command ...]',
    summary: 'record what goes to a service or anywhere, alone or around a command',
    wraps: true,
    load: async () => (await import('./record.ts')).record,
  },
  {
    name: 'replay',
    usage: 'FILE|DIR... [options] [-- command ...]',
    summary: 'answer with what was recorded, alone or around a command',
    wraps: true,
    load: async () => (await import('./replay.ts')).replay,
  },
  {
    name: 'show',
    usage: 'FILE',
    summary: 'print a cassette as a readable page',
    load: async () => (await import('./show.ts')).show,
  },
  {
    name: 'ls',
    usage: '[FILE|DIR...]',
    summary: 'list cassettes',
    load: async () => (await import('./ls.ts')).ls,
  },
  {
    name: 'lint',
    usage: '[FILE|DIR...] [--json]',
    summary: 'say what is wrong or suspicious in cassettes',
    load: async () => (await import('./lint.ts')).lint,
  },
  {
    name: 'fmt',
    usage: '[FILE|DIR...] [--check] [--dialect NAME]',
    summary: 'write cassettes in canonical form',
    load: async () => (await import('./fmt.ts')).fmt,
  },
  {
    name: 'scan',
    usage: '[FILE|DIR...]',
    summary: 'look for secrets in cassettes',
    load: async () => (await import('./scan.ts')).scan,
  },
  {
    name: 'redact',
    usage: 'FILE|DIR...',
    summary: 'take the secrets out of cassettes, in place',
    load: async () => (await import('./redact.ts')).redact,
  },
  {
    name: 'recover',
    usage: 'FILE...',
    summary: 'add what a killed run has left to its cassette',
    load: async () => (await import('./recover.ts')).recover,
  },
  {
    name: 'ca',
    usage: '[--ca-dir FOLDER]',
    summary: 'say where the certificate of recorded HTTPS is, and how to trust it',
    load: async () => (await import('./ca.ts')).ca,
  },
  {
    name: 'demo',
    usage: '[options]',
    summary: 'see the whole round, offline, in seconds',
    load: async () => (await import('./demo.ts')).demo,
  },
]
