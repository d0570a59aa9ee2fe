const past = 'What the command asked for, if anything, went past:'

/** Why nothing came from a wrapped command that was led to a server, and what to do. */
export const wentPast: Readonly<Record<'proxy' | 'baseUrl', string>> = {
  /** It has the server as its proxy. What else can be done follows. */
  proxy: `${past} it looks at no HTTP_PROXY, or not for localhost (Go and Ruby).\nHave it do so (aiohttp: trust_env=True),`,
  /** It has the server as its base URL. */
  baseUrl: `${past} WIRETAPE_URL has to be its base URL.\n--env NAME gives it to the command by another name, too.`,
}
