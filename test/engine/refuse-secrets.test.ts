import { readdirSync } from 'node:fs'
import { expect } from 'vitest'
import { SecretFoundError } from '../../src/core/redact/secret-found-error.ts'
import { Recorder } from '../../src/engine/recorder.ts'
import { record } from '../support/drive.ts'
import { headersOf } from '../../src/core/headers.ts'
import { test } from '../support/test.ts'

const secret = 'sk-proj-' + 'abcDEF0123'.repeat(3)

test('a recording that meets a secret ends, and nothing is written', async ({
  cassettePath,
  folder,
}) => {
  const recorder = await Recorder.open(cassettePath, {
    mode: 'record',
    onSecret: 'refuse',
    env: {},
  })
  record(recorder, { url: 'https://api.example.com/harmless' }, { body: 'ok' })
  record(recorder, { url: 'https://api.example.com/?key=abc' }, { body: `use ${secret}` })

  const stopped = recorder.stop()

  await expect(stopped).rejects.toBeInstanceOf(SecretFoundError)
  await expect(stopped).rejects.toThrow(
    /^GET https:\/\/api.example.com\/\?key=REDACTED-1 holds 3 secrets/,
  )
  expect(readdirSync(folder)).toEqual([])
})

test('credentials in headers that are not kept are no reason', async ({ cassettePath }) => {
  const recorder = await Recorder.open(cassettePath, {
    mode: 'record',
    onSecret: 'refuse',
    env: {},
  })
  const headers = headersOf([['authorization', `Bearer ${secret}`]])
  record(recorder, { url: 'https://api.example.com/', headers }, { body: 'ok' })

  await recorder.stop()

  expect(recorder.counts.recorded).toBe(1)
})
