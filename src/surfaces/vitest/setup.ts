import { inject } from 'vitest'
import type { CassetteOptions } from './options.ts'
import { useCassettes } from './use-cassettes.ts'

// What the plugin was given.
useCassettes(inject('wiretape' as never) as CassetteOptions | undefined)
