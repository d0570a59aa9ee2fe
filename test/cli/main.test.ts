import { expect, test } from 'vitest'
import { run } from './run.ts'

test('help lists the commands', async () => {
  const { code, stdout, stderr } = await run(['--help'])

  expect([code, stderr]).toEqual([0, ''])
  await expect(stdout).toMatchFileSnapshot('../golden/cli/help.txt')
})

test('help of a command says what it takes', async () => {
  const { code, stdout } = await run(['help', 'show'])

  expect(code).toBe(0)
  expect(stdout).toBe((await run(['show', '--help'])).stdout)
  await expect(stdout).toMatchFileSnapshot('../golden/cli/help-show.txt')
})

test('without a command there is help on stderr, and the exit code of wrong use', async () => {
  const { code, stdout, stderr } = await run([])

  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toBe((await run(['--help'])).stdout)
})

test('the version is the package’s', async () => {
  expect(await run(['--version'])).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' })
})

test.each([
  [
    ['shwo', 'x'],
    "wiretape: Unknown command 'shwo'. Did you mean show?\n`wiretape --help` says what it takes.\n",
  ],
  [
    ['show', 'x', '--fll'],
    "wiretape: Unknown option '--fll'. Did you mean --full?\n`wiretape show --help` says what it takes.\n",
  ],
])('wrong use is told, with what was meant: %j', async (argv, message) => {
  expect(await run(argv)).toEqual({ code: 2, stdout: '', stderr: message })
})

test('with --json wrong use is told as JSON', async () => {
  const { code, stderr } = await run(['show', '--json', '--nope'])

  expect(code).toBe(2)
  expect(JSON.parse(stderr)).toEqual({
    error: {
      code: 'WRONG_USE',
      message: "Unknown option '--nope'.\n`wiretape show --help` says what it takes.",
    },
  })
})
