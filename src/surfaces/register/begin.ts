import { resolve } from 'node:path'
import { loadConfigNow } from '../../engine/config-now.ts'
import { openCassetteNow } from '../../engine/opening-now.ts'
import { openFollowing } from '../../engine/opening.ts'
import type { RecorderOptions } from '../../engine/options.ts'
import { Recorder } from '../../engine/recorder.ts'
import { fileStore } from '../../engine/store.ts'
import { tapsOfProcess } from '../../engine/taps.ts'
import { tellChildren } from '../children.ts'
import { UsageError } from '../exit-codes.ts'
import { beforeTheEnd } from './ends.ts'
import { followed } from './followed.ts'
import { codeFor, tell } from './tell.ts'
import { type ToldToThreads, isThreadOfNode, tellThreads, toldThisThread } from './threads.ts'

/** Records or replays all requests of this process, as its environment says. What is wrong with that ends it. */
export function begin(): void {
  try {
    const told = toldThisThread()
    if (told !== undefined) beginThread(told)
    else if (!isThreadOfNode()) beginProcess(process.env)
  } catch (error) {
    tell(error)
    process.exit(codeFor(error))
  }
}

/** Tells the processes that the first one starts where its config file is. */
const folderVariable = 'WIRETAPE_FIRST_FOLDER'
/** Tells them which one that is. */
const processVariable = 'WIRETAPE_FIRST_PROCESS'

function beginProcess(env: NodeJS.ProcessEnv): void {
  const path = cassetteOf(env)
  const first = env[processVariable]
  const isFirst = first === undefined || first === String(process.pid)
  const folder = (isFirst ? undefined : env[folderVariable]) ?? process.cwd()
  const options = loadConfigNow(fileStore, folder)
  const recorder = isFirst ? record(path, options) : follow(path, options, () => {})
  const { WIRETAPE_MODE: mode } = env
  const variables = {
    WIRETAPE_CASSETTE: resolve(path),
    [processVariable]: first ?? String(process.pid),
    [folderVariable]: folder,
    ...(mode !== undefined && { WIRETAPE_MODE: mode }),
  }
  const children = { variables, mark: 'WIRETAPE_CASSETTE', preload: __filename }
  tellChildren(children)
  const threads = tellThreads({ cassette: resolve(path), mode: recorder.mode, folder, children })
  beforeTheEnd(recorder, threads)
}

function beginThread({ cassette, mode, folder, children, misses }: ToldToThreads): void {
  const env = { ...process.env, WIRETAPE_MODE: mode }
  const options = { ...loadConfigNow(fileStore, folder), env }
  const recorder = follow(cassette, options, () => void Atomics.add(misses, 0, 1))
  tellChildren(children)
  beforeTheEnd(recorder)
}

function cassetteOf({ WIRETAPE_CASSETTE: path }: NodeJS.ProcessEnv): string {
  if (path !== undefined && path !== '') return path
  throw new UsageError(
    'wiretape/register was loaded, but no cassette is named.\n' +
      'Write it like `WIRETAPE_CASSETTE=cassettes/app.yaml node -r wiretape/register app.js`.',
  )
}

function record(path: string, options: RecorderOptions): Recorder {
  const recorder = Recorder.over(openCassetteNow(path, options))
  tapsOfProcess().install(recorder, 'at use')
  return recorder
}

function follow(path: string, options: RecorderOptions, onRefused: () => void): Recorder {
  const recorder = Recorder.over(openFollowing(path, options))
  tapsOfProcess().install(followed(recorder, options.passthrough ?? [], onRefused), 'at use')
  return recorder
}
