/**
 * Which release of go-yaml quotes the strings. They differ in a handful of rare ones.
 *
 * `v3` is gopkg.in/yaml.v3 (as in go-vcr 4.0.0 to 4.0.4). `rc.1` to `rc.5` are pre-releases of go.yaml.in/yaml/v4, rc.6
 * being as rc.5. `v4` is rc.7 and 4.0.0, `v4-single` the same where single quotes are preferred, as its `yaml.Dump` does.
 * `goccy` is another library altogether, github.com/goccy/go-yaml (in go-vcr 4.0.5).
 */
export type GoYaml =
  | 'v3'
  | 'rc.1'
  | 'rc.2'
  | 'rc.3'
  | 'rc.4'
  | 'rc.5'
  | 'v4'
  | 'v4-single'
  | 'goccy'

/** How a cassette is laid out: everything that go-vcr's marshallers do differently. */
export interface Dialect {
  /** Columns a level, 2 to 9. */
  readonly indent: number
  /** Whether the `- ` of a list counts as indentation. */
  readonly isCompact: boolean
  /** The column after which long lines are folded, `Infinity` where they never are. */
  readonly width: number
  /** Whether fields with nothing in them are written too (go-vcr before it had `omitempty`). */
  readonly writesEmpty: boolean
  readonly goYaml: GoYaml
}

/** The dialect of new cassettes, that of `cassettes/simple_streaming.yaml`. */
export const seedDialect: Dialect = {
  indent: 2,
  isCompact: true,
  width: Infinity,
  writesEmpty: false,
  goYaml: 'rc.3',
}

/** What go-vcr 4.0.0 wrote, with every field. */
export const goDialect: Dialect = {
  indent: 4,
  isCompact: false,
  width: Infinity,
  writesEmpty: false,
  goYaml: 'v3',
}

/** What go-vcr 4.0.7 writes by default, with go-yaml v4.0.0-rc.6. */
export const goRc6Dialect: Dialect = { ...goDialect, goYaml: 'rc.5' }
