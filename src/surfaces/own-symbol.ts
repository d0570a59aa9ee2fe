/** What Node, undici and mocks keep at their objects, under symbols that others can only tell by their description. */
export function ownSymbol(owner: object, description: string): unknown {
  const key = Object.getOwnPropertySymbols(owner).find((one) => one.description === description)
  return key && Reflect.get(owner, key)
}
