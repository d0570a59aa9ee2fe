import { parentOf } from './route/parent.ts'
import { routeHttp } from './route/http-route.ts'
import { routeUndici } from './route/undici-route.ts'

const parent = parentOf(process.env)
if (parent !== undefined) {
  routeHttp(parent)
  routeUndici(parent)
}
