// Prints the URL of every module that `import 'wiretape'` loads.
import { register } from 'node:module'

const hook = `
  import { writeSync } from 'node:fs'
  export function load(url, context, next) {
    writeSync(1, url + '\\n')
    return next(url, context)
  }
`
register(`data:text/javascript,${encodeURIComponent(hook)}`)
await import('wiretape')
