// mocha: its hooks open the cassette and save it.
import assert from 'node:assert/strict'
import { Recorder } from 'wiretape'

describe('the service', () => {
  let recorder

  beforeEach(async () => {
    recorder = await Recorder.open('cassettes/mocha.yaml')
    recorder.install()
  })

  afterEach(async function () {
    await recorder.stop({ discard: this.currentTest.state !== 'passed' })
  })

  it('says hello', async () => {
    const response = await fetch(process.env.UPSTREAM)

    assert.equal(await response.text(), 'hello')
  })
})
