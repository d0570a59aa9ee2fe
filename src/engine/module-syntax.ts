/** Where a text stops being a module of JavaScript. */
export interface SyntaxFault {
  readonly line: number
  readonly message: string
}

/**
 * Finds what is no JavaScript in a module.
 *
 * Neither the error of `import()` nor that of vite says where it is, so Node is asked, in a process of its own.
 */
export async function syntaxFault(source: Uint8Array): Promise<SyntaxFault | undefined> {
  const { spawnSync } = await import('node:child_process')
  const args = ['--check', '--input-type=module', '-']
  const { stderr } = spawnSync(process.execPath, args, { input: source, encoding: 'utf8' })
  const [, line] = /^\[stdin\]:(\d+)$/m.exec(stderr) ?? []
  const [, message] = /^SyntaxError: (.+)$/m.exec(stderr) ?? []
  return line === undefined || message === undefined ? undefined : { line: Number(line), message }
}
