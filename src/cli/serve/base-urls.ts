import type { Interaction } from '../../core/model.ts'

/** What the base URLs of clients are made from. */
export interface BaseUrls {
  /** Where the server listens. */
  readonly url: string
  /** What stands before the paths of an OpenAI client: `/v1`. */
  readonly openaiPrefix: string
  /** What `--env` asked for: `NAME`, `NAME=/path`. */
  readonly asked: readonly string[]
}

/** The variables that point a client of the wrapped command to the server. */
export function baseUrlVariables({ url, openaiPrefix, asked }: BaseUrls): Record<string, string> {
  const variables: Record<string, string> = {
    WIRETAPE_URL: url,
    ANTHROPIC_BASE_URL: url,
    OPENAI_BASE_URL: `${url}${openaiPrefix}`,
  }
  for (const one of asked) {
    const [name = '', path = ''] = one.split(/=(.*)/s, 2)
    variables[name] = `${url}${path === '' || path.startsWith('/') ? path : `/${path}`}`
  }
  return variables
}

/** Whether a text asks for a variable: `NAME` or `NAME=/path`. */
export function asksForVariable(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*(?:=.*)?$/.test(text)
}

const openaiPath = /^(.*?)\/(?:chat\/completions|completions|responses|embeddings)$/

/**
 * What stands before the paths of an OpenAI client in a cassette: `/v1`, `/openai/v1`, `/api/v1`.
 *
 * @param upstreamPath - What the server puts before each path itself.
 */
export function openaiPrefixIn(interactions: readonly Interaction[], upstreamPath = ''): string {
  for (const { request } of interactions) {
    const path = URL.canParse(request.url) ? new URL(request.url).pathname : ''
    const prefix = openaiPath.exec(path)?.[1]
    if (prefix?.startsWith(upstreamPath)) return prefix.slice(upstreamPath.length)
  }
  return openaiPrefixUnder(upstreamPath)
}

/** The prefix of OpenAI's paths at an upstream: none where its own path ends in a version already. */
export function openaiPrefixUnder(upstreamPath: string): string {
  return /\/v\d+[a-z0-9]*$/.test(upstreamPath) ? '' : '/v1'
}
