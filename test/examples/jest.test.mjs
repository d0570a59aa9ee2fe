// jest, with NODE_OPTIONS=--experimental-vm-modules, for wiretape is an ES module.
import { withCassette } from 'wiretape'

test('says hello', async () => {
  const text = await withCassette('cassettes/jest.yaml', async () => {
    const response = await fetch(process.env.UPSTREAM)
    return response.text()
  })

  expect(text).toBe('hello')
})
