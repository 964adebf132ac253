import { describe, expect, it } from 'vitest'
import { seededMutations, survivors } from '../../../test/support/binary-mutations.ts'
import { wasmOf } from '../../../test/support/wasm-writer.ts'
import { memorySource } from '../zip-source.ts'
import { readWasm } from './wasm.ts'

/** The engine of Node.js; its types are those of browsers, which this project does not load. */
interface Engine {
  readonly Module: {
    new (bytes: Uint8Array): object
    imports(module: object): unknown
    exports(module: object): unknown
  }
}

const { Module } = (globalThis as unknown as { readonly WebAssembly: Engine }).WebAssembly

const MODULE = wasmOf({
  imports: [['wasi_snapshot_preview1', 'sock_connect'], ['env', 'eval']],
  exports: ['memory'],
  data: 'https://collect.example/x',
  custom: { producers: 'rust' },
}) // prettier-ignore

describe('WebAssembly', () => {
  it('is what an engine takes, and reads as an engine reads it', async () => {
    const engine = new Module(Uint8Array.from(MODULE))
    const module = await readWasm(memorySource(MODULE))
    expect(module.imports).toEqual(Module.imports(engine))
    expect(module.exports).toEqual(Module.exports(engine))
    expect(module.memories).toEqual([{ least: 1, most: 2 }])
    const [data] = module.data
    expect(MODULE.subarray(data?.offset, (data?.offset ?? 0) + (data?.size ?? 0)).toString()).toBe(
      'https://collect.example/x',
    )
    expect(module.custom.map(({ name }) => name)).toEqual(['producers'])
    expect(module.anomalies).toEqual([])
  })

  it('notes bytes behind the last section and goes on after a damaged one', async () => {
    const appended = await readWasm(memorySource(Buffer.concat([MODULE, Buffer.from([200, 1, 2])])))
    expect(appended.overlay?.size).toBe(3)
    const damaged = Buffer.from(MODULE)
    damaged[17] = 0xff
    const module = await readWasm(memorySource(damaged))
    expect(module.anomalies.map(({ kind }) => kind)).toEqual(['damage'])
    expect(module.exports).toHaveLength(1)
  })

  it.each([
    ['nothing', Buffer.alloc(0), 'FORMAT_SHAPE'],
    ['a component', Buffer.from('0061736d0d000100', 'hex'), 'FORMAT_VERSION'],
  ])('refuses %s', async (_, bytes, code) => {
    await expect(readWasm(memorySource(bytes))).rejects.toMatchObject({ code })
  })

  it('ends at counts of 2^32', async () => {
    const bytes = Buffer.from('0061736d01000000020affffffff0f010161016100', 'hex')
    expect((await readWasm(memorySource(bytes))).anomalies).toHaveLength(1)
  })

  it('survives every truncation and 10,000 mutations', async () => {
    expect(await survivors(seededMutations(MODULE, 10_000), (bytes) => readWasm(memorySource(bytes)))).toEqual([])
  }, 60_000)
})
