// node --test: withCassette around the body of a test.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withCassette } from 'wiretape'

test('says hello', async () => {
  const text = await withCassette('cassettes/node.yaml', async () => {
    const response = await fetch(process.env.UPSTREAM)
    return response.text()
  })

  assert.equal(text, 'hello')
})
