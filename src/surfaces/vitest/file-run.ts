import { join } from 'node:path'
import { cassettePath, isInside } from '../cassette-path.ts'
import { cassettesOf, folderOf } from './cassette-paths.ts'
import { outsideFailure } from './failure.ts'
import { OwnCassette } from './own-cassette.ts'
import type { Held } from './held.ts'
import type { Network } from './network.ts'
import { leaveNote } from './notes.ts'
import { openCassette } from './open-cassette.ts'
import type { CassetteOptions } from './options.ts'
import { recordCommand } from './record-command.ts'
import { RunningTest } from './running-test.ts'
import { SharedCassette } from './shared-cassette.ts'
import { type FileTask, type TestTask, errorsIn } from './task.ts'
import { type RunConfig, runConfig } from './worker.ts'

/** A test file while its tests run. */
export class FileRun {
  readonly #file: FileTask
  readonly #network: Network
  readonly #config: RunConfig = runConfig()
  readonly #running = new Set<RunningTest>()
  readonly #shared = new Map<string, Promise<SharedCassette>>()

  constructor(file: FileTask, network: Network) {
    this.#file = file
    this.#network = network
  }

  /** Opens the cassette of a test. */
  async begin(task: TestTask, options: CassetteOptions): Promise<RunningTest> {
    if (this.#running.size > 0) await this.#endSkipped()
    const held = await this.#hold(task, options)
    const test = new RunningTest(task, held, (over) => {
      this.#running.delete(over)
      this.#network.leave(over)
    })
    this.#running.add(test)
    this.#network.enter(test)
    return test
  }

  /** The test of a task, while it runs. */
  find(task: TestTask): RunningTest | undefined {
    return [...this.#running].find((test) => test.task === task)
  }

  /** Ends what the file's tests have in common. @throws what fails the file */
  async end(): Promise<void> {
    await this.#endSkipped()
    // Why one could not be opened its tests have said.
    const opened = await Promise.allSettled(this.#shared.values())
    const shared = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const problems = await Promise.all(shared.map((cassette) => cassette.close()))
    const { root, update } = this.#config
    leaveNote(this.#file.meta, {
      root,
      folder: folderOf(this.#file, root),
      owned: [...cassettesOf(this.#file, root).values(), ...this.#shared.keys()],
      shared: shared.map(({ note }) => note),
      refused: [...this.#network.refused.keys()],
      isUpdate: update === 'all',
    })
    const outside = outsideFailure([...this.#network.refused.values()], errorsIn(this.#file))
    const problem = [...problems, outside].find((one) => one !== undefined)
    if (problem !== undefined) throw problem
  }

  async #hold(task: TestTask, options: CassetteOptions): Promise<Held> {
    const { root } = this.#config
    const { name } = options
    const open = (path: string) =>
      openCassette(path, options, this.#config, () => recordCommand(task, name !== undefined))
    if (name === undefined) return new OwnCassette(await open(this.#pathOf(task)))
    const path = cassettePath(name, root)
    const opening =
      this.#shared.get(path) ?? open(path).then((opened) => new SharedCassette(opened))
    this.#shared.set(path, opening)
    return (await opening).hold()
  }

  #pathOf(task: TestTask): string {
    const { root } = this.#config
    const path = cassettesOf(this.#file, root).get(task)
    if (path === undefined || !isInside(path, join(root, 'cassettes'))) {
      throw new TypeError(`The cassette of ${task.name} is not in ${join(root, 'cassettes')}.`)
    }
    return path
  }

  /** Before 4.1 vitest tells nobody that a test was skipped while it ran. */
  async #endSkipped(): Promise<void> {
    for (const test of this.#running) {
      if (test.task.result?.state === 'skip') await test.end('skipped')
    }
  }
}
