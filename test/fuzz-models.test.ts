import { availableParallelism } from 'node:os'
import { describe, expect, it } from 'vitest'
import { inspectModel } from '../src/analysis/models/inspect-model.ts'
import { problemOf, smallest } from '../tools/smallest-input.ts'
import { fileOf } from './support/file-of.ts'
import { fuzzInput, fuzzModels, fuzzWords } from './support/fuzz-run.ts'
import { fuzzSamples } from './support/fuzz-samples.ts'
import { intactPayloads } from './support/intact-payloads.ts'
import { seededRandom } from './support/random.ts'
import { REAL_MODELS_FOLDER } from './support/real-models.ts'

const SEED = 20_261_122
const INPUTS = 200_000

describe('spoiled model files', () => {
  it(`${INPUTS} of all formats: nothing is thrown, nothing hangs, memory stays, the same twice`, async () => {
    const workers = Math.max(1, Math.min(4, availableParallelism() + 1))
    const plan = { seed: SEED, count: INPUTS, workers, milliseconds: 900_000, inputMilliseconds: 60_000 }
    const report = await fuzzModels(plan)
    process.stdout.write(`${fuzzWords(plan, report)}\n`)
    expect(report.failures).toEqual([])
    expect(report.inputs).toBe(INPUTS)
    // A whole order above the slowest one measured: shared machines stand still now and then.
    expect(report.slowest.milliseconds).toBeLessThan(10_000)
    expect(report.heapGrowth).toBeLessThan(64)
    expect(report.repeated).toBeGreaterThan(INPUTS / 100)
    // Otherwise the mutations leave nothing to look at.
    expect(report.withObservations).toBeGreaterThan(INPUTS / 4)
  }, 1_000_000)

  it('are made of samples of every format', () => {
    const endings = new Set(
      fuzzSamples(REAL_MODELS_FOLDER, 4096).map(({ name }) => name.slice(name.lastIndexOf('.') + 1)),
    )
    const formats = 'pkl pt npy npz joblib h5 onnx pb gguf safetensors jinja json tflite mlmodel rds pmml msgpack ubj'
    expect(formats.split(' ').filter((ending) => !endings.has(ending))).toEqual([])
  })

  it('are the same for the same seed and number', () => {
    expect(fuzzInput(SEED, 77)).toEqual(fuzzInput(SEED, 77))
    const many = new Set(Array.from({ length: 50 }, (_, number) => fuzzInput(SEED, number).bytes.toString('base64')))
    expect(many.size).toBeGreaterThan(45)
  })

  it('are named when they take too long', async () => {
    const plan = { seed: SEED, count: 1_000_000, workers: 1, milliseconds: 60_000, inputMilliseconds: -1 }
    const { failures } = await fuzzModels(plan)
    expect(failures.map(({ problem }) => problem)).toEqual(['took longer than -1 ms'])
    expect(failures[0]?.number).toBeGreaterThanOrEqual(0)
  })
})

describe('an input that fails', () => {
  it('is made as small as it gets', async () => {
    const bytes = Buffer.concat([Buffer.alloc(500, 1), Buffer.from('X'), Buffer.alloc(900, 2), Buffer.from('Y')])
    const small = await smallest(bytes, async (candidate) => {
      const text = Buffer.from(candidate).toString('latin1')
      return text.indexOf('X') >= 0 && text.indexOf('Y') > text.indexOf('X')
    })
    expect(Buffer.from(small).toString('latin1')).toBe('XY')
  })

  it('is told apart by what it does', async () => {
    expect(await problemOf('x.pkl', Buffer.from('cos\nsystem\n.'), 60_000)).toEqual({ name: undefined })
    expect(await problemOf('x.pkl', Buffer.from('.'), 0)).toEqual({ name: 'takes too long' })
  })
})

/** What says that a file is not clean. */
const FOUND = /^pickle\/execution$/
const FOUND_OR_SAID = /^(?:pickle\/execution|container\/not-inspected)$/

async function idsOf(bytes: Uint8Array): Promise<readonly string[]> {
  const { observations } = await inspectModel(fileOf('model.bin', bytes))
  return observations.map(({ id }) => id)
}

describe('a payload that is intact', () => {
  const payloads = intactPayloads()

  it.each(payloads)('is found: $name', async ({ bytes }) => {
    expect(await idsOf(bytes)).toContainEqual(expect.stringMatching(FOUND))
  })

  it.each(payloads.filter(({ ignored }) => ignored.length > 0))(
    'is found whatever stands where a loader does not look: $name',
    async ({ bytes, ignored }) => {
      const random = seededRandom(SEED)
      const places = ignored.flatMap(([from, to]) => Array.from({ length: to - from }, (_, index) => from + index))
      for (const place of places) {
        for (const value of [0, 1, 0x7f, 0x80, 0xff, random.integer(256)]) {
          const copy = Buffer.from(bytes)
          copy[place] = value
          expect(await idsOf(copy), `byte ${place} is ${value}`).toContainEqual(expect.stringMatching(FOUND_OR_SAID))
        }
      }
      for (let round = 0; round < 400; round++) {
        const copy = Buffer.from(bytes)
        for (let changes = 1 + random.integer(6); changes > 0; changes--)
          copy[places[random.integer(places.length)] ?? 0] = random.integer(256)
        expect(await idsOf(copy), copy.toString('hex')).toContainEqual(expect.stringMatching(FOUND_OR_SAID))
      }
    },
  )

  it.each(payloads)('is found with anything behind it: $name', async ({ bytes }) => {
    const random = seededRandom(SEED + 1)
    for (let round = 0; round < 60; round++) {
      const tail = Buffer.from(Array.from({ length: 1 + random.integer(300) }, () => random.integer(256)))
      expect(await idsOf(Buffer.concat([bytes, tail])), tail.toString('hex')).toContainEqual(
        expect.stringMatching(FOUND_OR_SAID),
      )
    }
  })

  it.each(payloads.filter(({ name }) => name.endsWith(' zip') && name !== 'torch zip'))(
    'is found with anything in front of it: $name',
    async ({ bytes }) => {
      const random = seededRandom(SEED + 2)
      for (let round = 0; round < 60; round++) {
        const front = Buffer.from(Array.from({ length: 1 + random.integer(300) }, () => random.integer(256)))
        expect(await idsOf(Buffer.concat([front, bytes])), front.toString('hex')).toContainEqual(
          expect.stringMatching(FOUND_OR_SAID),
        )
      }
    },
  )
})
