import { UsageError } from '../../surfaces/exit-codes.ts'

/** Whether something stands behind `--`. @throws UsageError where nothing does. */
export function checkChild(child: readonly string[] | undefined, name: string): void {
  if (child?.length !== 0) return
  throw new UsageError(
    `Behind -- there is no command.\nWrite it like \`wiretape ${name} ... -- npm test\`.`,
  )
}

/** The path of an upstream, without a slash at its end. @throws UsageError where it is no URL of HTTP. */
export function upstreamPath(upstream: string | undefined): string {
  if (upstream === undefined) return ''
  if (!URL.canParse(upstream) || !/^https?:$/.test(new URL(upstream).protocol)) {
    throw new UsageError(
      `--upstream is ${JSON.stringify(upstream)}. It is a URL, like https://api.example.com.`,
    )
  }
  const { pathname, search, hash, username, password } = new URL(upstream)
  if (search !== '' || hash !== '' || username !== '' || password !== '') {
    throw new UsageError(
      '--upstream holds a user, a query or a fragment. It is an origin, and a path that stands before those of requests.',
    )
  }
  return pathname.replace(/\/$/, '')
}
