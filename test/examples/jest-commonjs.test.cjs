// jest in a project of CommonJS, as babel-jest and ts-jest make it: with the same NODE_OPTIONS, and import().
test('says hello', async () => {
  const { withCassette } = await import('wiretape')
  const text = await withCassette('cassettes/jest-commonjs.yaml', async () => {
    const response = await fetch(process.env.UPSTREAM)
    return response.text()
  })

  expect(text).toBe('hello')
})
