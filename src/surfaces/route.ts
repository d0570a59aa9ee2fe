import { parentOf } from './route/parent.ts'
import { routeHttp } from './route/http-route.ts'
import { hushOwnWarning } from './route/own-warning.ts'
import { routeUndici } from './route/undici-route.ts'

const parent = parentOf(process.env)
if (parent !== undefined) {
  hushOwnWarning(process.env)
  routeHttp(parent)
  routeUndici(parent)
}
