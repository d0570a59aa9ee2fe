import type { Playback } from './playback.ts'
import type { Recording } from './recording.ts'

/** What becomes of a request. Every surface is a switch over these four. */
export type Outcome =
  | { readonly kind: 'replay'; readonly playback: Playback }
  | { readonly kind: 'record'; readonly recording: Recording }
  | { readonly kind: 'passthrough' }
  | { readonly kind: 'refuse'; readonly error: Error }
