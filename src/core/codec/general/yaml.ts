import type * as yaml from 'yaml'

/**
 * What is used of the `yaml` package.
 *
 * It enters as a parameter: most cassettes are canonical and never need it, and loading it takes longer than
 * everything else together.
 */
export type Yaml = Pick<
  typeof yaml,
  'Lexer' | 'Parser' | 'Composer' | 'isCollection' | 'isMap' | 'isScalar' | 'isSeq'
>
