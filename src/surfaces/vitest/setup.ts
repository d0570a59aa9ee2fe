import { inject } from 'vitest'
import type { CassetteOptions } from './options.ts'
import { unpacked } from './travel.ts'
import { useCassettes } from './use-cassettes.ts'

// What the plugin was given.
useCassettes(unpacked(inject('wiretape' as never)) as CassetteOptions | undefined)
