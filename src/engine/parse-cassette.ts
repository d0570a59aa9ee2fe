import type * as yaml from 'yaml'
import { parserWith, type ParseCassette } from '../core/codec/parse.ts'
import { ownRequire } from './own-require.ts'

/**
 * Reads a cassette from its bytes or text: every version and dialect, canonical or not.
 *
 * Throws a `CassetteFormatError` with file, line and column where it is no cassette, a `CassetteVersionError` where its
 * version is neither 1 nor 2. The `yaml` package is loaded at the first file that is not canonical.
 */
export const parseCassette: ParseCassette = parserWith(() => ownRequire()('yaml') as typeof yaml)
