/**
 * Makes an error whose stack begins where the program made its request: how wiretape found out is of no use there.
 *
 * A stack with none but our frames and Node's keeps none.
 */
export function withoutOwnFrames<E extends Error>(make: () => E): E {
  const error = withLongStack(make)
  const { stack = '', message } = error
  const head = stack.slice(0, stack.indexOf(message) + message.length)
  const frames = stack.slice(head.length).split('\n').slice(1)
  // Our own folder, as the frame that made the error names it; in somebody's bundle there is none.
  const folder = ours.exec(frames[0] ?? '')?.[1]
  if (folder === undefined) return error
  const theirs = frames.filter((frame) => !frame.includes(folder))
  const first = theirs.findIndex((frame) => !nodes.test(frame))
  error.stack = [head, ...(first === -1 ? [] : theirs.slice(first))].join('\n')
  return error
}

const ours = /([^( ]*[\\/](?:node_modules[\\/]wiretape[\\/]dist|src(?=[\\/]engine[\\/]))[\\/])/

const nodes = /[ (]node:|\(<anonymous>\)$/

/** Between the line that asks and us are more frames than the ten that Node keeps: of fetch, or of a client. */
const longStack = 100

function withLongStack<T>(make: () => T): T {
  const { stackTraceLimit } = Error
  if (stackTraceLimit >= longStack || stackTraceLimit === 0) return make()
  // With `--frozen-intrinsics` it stays as it is.
  Reflect.set(Error, 'stackTraceLimit', longStack)
  try {
    return make()
  } finally {
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit)
  }
}
