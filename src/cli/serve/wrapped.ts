import { UsageError } from '../../surfaces/exit-codes.ts'
import { readUpstream } from '../../surfaces/server/options.ts'
import { orUsageError } from '../redact-options.ts'

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
  const url = orUsageError(() => readUpstream(upstream, '--upstream'))
  return new URL(url).pathname.replace(/\/$/, '')
}
