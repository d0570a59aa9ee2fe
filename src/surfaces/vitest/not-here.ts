/** What stands for something of the tests' side where there is none: whoever uses it is told. */
export function notHere(name: string): unknown {
  const refuse = (): never => {
    throw new TypeError(`${name} of wiretape/vitest is for tests. Run them with vitest.`)
  }
  return new Proxy(refuse, { get: refuse })
}
