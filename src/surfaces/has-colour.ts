/** Whether what is written to a stream may have colours: on a terminal that shows them, where nobody asks for none. */
export function hasColour({ isTTY }: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean {
  return isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
}
