import { tellChildren } from './children.ts'
import { parentOf, routeName } from './route/parent.ts'
import { routeHttp } from './route/http-route.ts'
import { hushOwnWarning } from './route/own-warning.ts'
import { routeUndici } from './route/undici-route.ts'

const { [routeName]: route, NODE_EXTRA_CA_CERTS: authority } = process.env
const parent = parentOf(process.env)
if (parent !== undefined) {
  hushOwnWarning(process.env)
  const trust = authority === undefined ? {} : { NODE_EXTRA_CA_CERTS: authority }
  const variables = { [routeName]: route, ...trust }
  tellChildren({ variables, mark: routeName, preload: __filename })
  routeHttp(parent)
  routeUndici(parent)
}
