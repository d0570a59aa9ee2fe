import { expect } from 'vitest'
import { withCassette } from '../../../src/index.ts'
import { randomFrom } from '../../../src/core/random.ts'
import { type SharedClient, openClients } from '../../fuzz/scope-clients.ts'
import { type Program, answering, programFrom, runProgram, wireOf } from '../../fuzz/scopes.ts'
import { loadCassette } from '../../support/load-cassette.ts'
import { Loopback } from '../../support/loopback.ts'
import { test } from '../../support/test.ts'
import { tries } from '../../support/tries.ts'

type Clients = Readonly<Record<string, SharedClient>>

const withInner = (programs: readonly Program[]): readonly Program[] =>
  programs.flatMap((program) => [program, ...(program.inner === undefined ? [] : [program.inner])])

/** Runs programs at once, each with a cassette of its own. @returns what did not come as it should */
async function runAll(
  programs: readonly Program[],
  { clients, folder }: { clients: Clients; folder: string },
): Promise<readonly string[]> {
  const run = async (program: Program): Promise<readonly string[]> => {
    await new Promise((resolve) => setTimeout(resolve, program.startsInMs))
    const options = { env: {}, unused: 'fail' } as const
    const wrong = await withCassette(`${folder}/${program.name}.yaml`, options, async () =>
      Promise.all([
        runProgram(program, clients),
        program.inner === undefined ? [] : run(program.inner),
      ]),
    )
    return wrong.flat()
  }
  return (await Promise.all(programs.map(run))).flat()
}

const pathsIn = (path: string): readonly string[] =>
  loadCassette(path).interactions.map(({ request }) => new URL(request.url).pathname)

/** The paths that come one after another in a strand: each is asked for when the one before has answered, at least in part. */
function inTurn({ strands }: Program, paths: readonly string[]): readonly (readonly string[])[] {
  return strands.map((steps) => {
    const first = new Set(steps.map(({ path }) => path))
    return [...new Set(paths.filter((path) => first.has(path)))]
  })
}

test.for(Array.from({ length: tries(2, 10) }, (_, index) => index + 1))(
  'hundreds of requests of overlapping scopes are each kept once, in their own cassette, and played: seed %i',
  { timeout: 120_000 },
  async (seed, { folder }) => {
    const roll = randomFrom(seed)
    const server = await Loopback.start()
    const seen: string[] = []
    server.reply(answering(seen))
    const { clients, close } = openClients(server.url)
    const programs = Array.from({ length: tries(40, 200) }, (_, index) =>
      programFrom(roll, `s${index}`, clients),
    )

    expect(await runAll(programs, { clients, folder })).toEqual([])
    await server.stop()
    const recorded = withInner(programs).map((program) => ({
      program,
      paths: pathsIn(`${folder}/${program.name}.yaml`),
    }))
    expect(recorded.flatMap(({ paths }) => paths).toSorted()).toEqual(seen.toSorted())
    for (const { program, paths } of recorded) {
      const { strands } = program
      expect(paths.toSorted()).toEqual(strands.flat().flatMap(wireOf).toSorted())
      expect(inTurn(program, paths)).toEqual(strands.map((steps) => steps.map(({ path }) => path)))
    }
    expect(await runAll(programs, { clients, folder })).toEqual([])
    await close()
  },
)
