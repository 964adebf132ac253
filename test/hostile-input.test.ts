import { describe, expect, it } from 'vitest'
import { FormatError, LimitError } from '../src/base/errors.ts'
import { matchAny } from '../src/base/glob.ts'
import { DEFAULT_LIMITS } from '../src/base/limits.ts'
import { EXTRACTORS } from '../src/engine/extractor-plugins.ts'
import type { Extractor } from '../src/inventory/extractor.ts'
import type { Extraction } from '../src/model/package-mention.ts'
import { fileOf } from './support/file-of.ts'
import { type Fixture, fixtureFolder, fixturesIn } from './support/fixtures.ts'
import { random } from './support/random.ts'
import { HOSTILE } from './support/sample-result.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const MEGABYTE = 1 << 20

/** Content that has crashed or stalled parsers of these formats before, whatever the format. */
const POISON: readonly (readonly [string, Uint8Array])[] = [
  ['nothing', new Uint8Array()],
  ['one zero byte', new Uint8Array(1)],
  ['bytes that are no text', Uint8Array.from({ length: 4096 }, (_, index) => (index * 167) % 256)],
  ['half a UTF-16 character', Uint8Array.of(0xff, 0xfe, 0x00)],
  ['100,000 open brackets', encode('['.repeat(100_000))],
  ['100,000 open braces', encode('{"a":'.repeat(100_000))],
  ['100,000 nested flow sequences', encode(`a: ${'['.repeat(100_000)}`)],
  [
    '10,000 nested YAML mappings',
    encode(Array.from({ length: 10_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')),
  ],
  ['10,000 dotted TOML keys', encode(`${'a.'.repeat(10_000)}b = 1`)],
  ['a million spaces', encode(' '.repeat(MEGABYTE))],
  ['a million quotes', encode('"'.repeat(MEGABYTE))],
  ['a million backslashes', encode('\\'.repeat(MEGABYTE))],
  ['a million line breaks', encode('\n'.repeat(MEGABYTE))],
  ['a name of a million letters', encode(`${'a'.repeat(MEGABYTE)}==1.0`)],
  ['a million open parentheses', encode(`RUN pip install ${'$('.repeat(MEGABYTE / 2)}`)],
  ['the billion laughs', encode(laughs())],
  [
    'keys of the prototype',
    encode('{"__proto__": {"version": "1"}, "constructor": {"version": "1"}, "packages": {"__proto__": {}}}'),
  ],
]

function laughs(): string {
  const levels = Array.from({ length: 12 }, (_, level) =>
    level === 0
      ? `l0: &l0 [${'x,'.repeat(9)}x]`
      : `l${level}: &l${level} [${`*l${level - 1},`.repeat(9)}*l${level - 1}]`,
  )
  return `${levels.join('\n')}\ndependencies: *l11\npackages: *l11\n`
}

/** A result or one of the two errors the engine turns into a diagnostic; anything else is a bug. */
async function outcome(extractor: Extractor, path: string, bytes: Uint8Array): Promise<Extraction | Error> {
  try {
    return await extractor.extract(fileOf(path, bytes, { ...DEFAULT_LIMITS, nodes: 500_000 }))
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

async function survive(extractor: Extractor, path: string, bytes: Uint8Array): Promise<Extraction | undefined> {
  const found = await outcome(extractor, path, bytes)
  if (!(found instanceof Error)) {
    expect(Array.isArray(found.mentions)).toBe(true)
    return found
  }
  if (!(found instanceof FormatError || found instanceof LimitError)) throw found
  expect(found.message.length).toBeLessThan(2000)
  return undefined
}

function ownFixtures(extractor: Extractor): readonly Fixture[] {
  return fixturesIn(fixtureFolder(extractor.id)).filter((fixture) => matchAny(extractor.files)(fixture.path))
}

function exampleName(extractor: Extractor): string {
  return ownFixtures(extractor)[0]?.path ?? 'file'
}

describe.each(EXTRACTORS.map((one) => [one.id, one] as const))('%s', (_, extractor) => {
  it.each(POISON)('survives %s', async (_name, bytes) => {
    await survive(extractor, exampleName(extractor), bytes)
  })

  it('survives every fixture cut short', async () => {
    for (const { path, bytes } of ownFixtures(extractor)) {
      const step = Math.max(1, Math.floor(bytes.length / 60))
      for (let end = 0; end < bytes.length; end += step) await survive(extractor, path, bytes.subarray(0, end))
    }
  })

  it('survives flipped bits', async () => {
    const next = random(20_261_122)
    for (const { path, bytes } of ownFixtures(extractor)) {
      for (let round = 0; round < 60; round++) {
        const broken = bytes.slice()
        for (let flips = 0; flips < 1 + round / 10; flips++) {
          const at = Math.floor(next() * broken.length)
          broken[at] = (broken[at] ?? 0) ^ (1 << Math.floor(next() * 8))
        }
        await survive(extractor, path, broken)
      }
    }
  })

  it('survives lines repeated, doubled and shuffled', async () => {
    const next = random(7)
    for (const { path, bytes } of ownFixtures(extractor)) {
      const lines = new TextDecoder().decode(bytes).split('\n')
      await survive(extractor, path, encode([...lines, ...lines].join('\n')))
      await survive(extractor, path, encode(lines.toSorted(() => next() - 0.5).join('\n')))
      await survive(extractor, path, encode(lines.toReversed().join('\n')))
    }
  })

  it('never takes a hostile name for a package', async () => {
    for (const { path, bytes } of ownFixtures(extractor)) {
      const text = new TextDecoder().decode(bytes)
      const { mentions = [] } = (await survive(extractor, path, bytes)) ?? {}
      for (const name of [...new Set(mentions.map((mention) => mention.name))].slice(0, 5)) {
        const escaped = JSON.stringify(HOSTILE).slice(1, -1)
        const poisoned = await survive(extractor, path, encode(text.replaceAll(name, `${name}${escaped}`)))
        // oxlint-disable-next-line no-control-regex
        for (const mention of poisoned?.mentions ?? []) expect(mention.name).not.toMatch(/[\u0000-\u001f\u202e<>]/)
      }
    }
  })
})
