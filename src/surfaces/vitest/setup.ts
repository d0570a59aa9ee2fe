import { inject } from 'vitest'
import type { CassetteOptions } from './options.ts'
import { beforeLaterFiles } from './runner.ts'
import { unpacked } from './travel.ts'
import { useCassettes } from './use-cassettes.ts'

function begin(): void {
  // What the plugin was given.
  useCassettes(unpacked(inject('wiretape' as never)) as CassetteOptions | undefined)
}

begin()
beforeLaterFiles(begin)
