import type { Dispatcher } from 'undici'
import type { Recorder } from '../../engine/recorder.ts'
import { recordedFetch } from '../fetch.ts'
import { cassetteDispatcher } from '../undici.ts'

/** The cassette of the test that runs. Its requests go there by themselves; these are the ways to say so. */
export class TestCassette {
  /** The file, from vitest's root: `cassettes/chat.test/says-hi-e17d4470.yaml`. */
  readonly file: string
  readonly recorder: Recorder

  constructor(file: string, recorder: Recorder) {
    this.file = file
    this.recorder = recorder
  }

  /** For a client that takes a `fetch`. */
  get fetch(): typeof fetch {
    return recordedFetch(this.recorder)
  }

  /** For a client that takes a dispatcher of undici. */
  get dispatcher(): Dispatcher {
    return cassetteDispatcher(this.recorder)
  }
}
