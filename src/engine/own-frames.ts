/**
 * The same error, whose stack begins where the program made its request: how wiretape found out is of no use there.
 *
 * A stack with none but our frames keeps none.
 */
export function withoutOwnFrames<E extends Error>(error: E): E {
  const { stack = '', message } = error
  const head = stack.slice(0, stack.indexOf(message) + message.length)
  const frames = stack.slice(head.length).split('\n')
  // Our own folder, as the frame that made the error names it; in somebody's bundle there is none.
  const folder = ours.exec(frames[1] ?? '')?.[1]
  if (folder === undefined) return error
  error.stack = head + frames.filter((frame) => !frame.includes(folder)).join('\n')
  return error
}

const ours = /([^( ]*[\\/](?:node_modules[\\/]wiretape[\\/]dist|src(?=[\\/]engine[\\/]))[\\/])/
