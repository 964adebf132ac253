import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as ruleRegistry from '../src/analysis/rules.ts'
import { ERROR_CATALOGUE } from '../src/base/error-catalogue.ts'
import { matchAny } from '../src/base/glob.ts'
import { EXTRACTORS } from '../src/engine/extractor-plugins.ts'
import { storyRules } from '../src/analysis/packages/verdict/story-rules.ts'
import { BOM_RULES, FILE_RULES } from '../src/engine/rule-plugins.ts'
import { fingerprint } from '../src/analysis/fingerprint.ts'
import * as extractorRegistry from '../src/inventory/extractors.ts'
import * as reporterRegistry from '../src/report/reporters.ts'
import type { Reporter } from '../src/report/reporter.ts'
import { fileOf } from './support/file-of.ts'
import { fixtureFolder, fixturesIn } from './support/fixtures.ts'
import type { BomRuleCase, FileRuleCase } from './support/rule-case.ts'
import { ROOT_FOLDER } from './support/source-files.ts'

const RULES = [...FILE_RULES, ...BOM_RULES]
const REPORTERS = Object.values<Reporter>(reporterRegistry)

/** The file a plug-in lives in: `python/uv-lock` of the inventory is src/inventory/python/uv-lock.ts. */
function homeOf(stage: string, id: string): string {
  return join(ROOT_FOLDER, 'src', stage, `${id}.ts`)
}

/** Files that export something with the shape of a plug-in, by looking for its interface in their code. */
function filesExporting(stage: string, type: RegExp): readonly string[] {
  const folder = join(ROOT_FOLDER, 'src', stage)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.(?:test|cases)\.ts$/.test(path) && !path.includes('fixtures'))
    .filter((path) => type.test(readFileSync(join(folder, path), 'utf8')))
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
}

function registered(stage: string, registry: string): readonly string[] {
  const text = readFileSync(join(ROOT_FOLDER, 'src', stage, registry), 'utf8')
  const folder = registry.includes('/') ? registry.slice(0, registry.lastIndexOf('/') + 1) : ''
  const own = [...text.matchAll(/^export \{.*from '\.\/([^']+)'/gm)].map((match) => `${folder}${match[1]}`)
  const further = [...text.matchAll(/^export \* from '\.\/([^']+)'/gm)].flatMap((match) =>
    registered(stage, `${folder}${match[1]}`),
  )
  return [...own, ...further].sort()
}

describe('extractors', () => {
  it('are registered, each of them', () => {
    const homes = filesExporting('inventory', /^export const \w+: Extractor = /m)
    expect(homes.length).toBeGreaterThan(10)
    expect(registered('inventory', 'extractors.ts')).toEqual(homes)
    expect(Object.values(extractorRegistry)).toHaveLength(homes.length)
  })

  it('have unique ids', () => {
    expect(new Set(EXTRACTORS.map((one) => one.id)).size).toBe(EXTRACTORS.length)
  })

  it('name only extractors that exist as the ones that pin theirs', () => {
    const ids = new Set<string>(EXTRACTORS.map((one) => one.id))
    expect(EXTRACTORS.flatMap((one) => one.lockedBy ?? []).filter((id) => !ids.has(id))).toEqual([])
  })

  describe.each(EXTRACTORS.map((one) => [one.id, one] as const))('%s', (id, extractor) => {
    const fixtures = fixturesIn(fixtureFolder(id))

    it('lives in a file of its name, with a test and a title', () => {
      expect(existsSync(homeOf('inventory', id))).toBe(true)
      expect(existsSync(homeOf('inventory', id).replace(/\.ts$/, '.test.ts'))).toBe(true)
      expect(extractor.title.length).toBeGreaterThan(10)
      expect(extractor.files.length).toBeGreaterThan(0)
    })

    const globs = [...extractor.files, ...(extractor.content?.files ?? [])]

    it('has fixtures whose names its globs match, and reads packages, models, imports or files to read out of them', async () => {
      const own = fixtures.filter((fixture) => matchAny(globs)(fixture.path))
      expect(own.length).toBeGreaterThan(0)
      const extractions = await Promise.all(
        own.map((fixture) => extractor.extract(fileOf(fixture.path, fixture.bytes))),
      )
      const said = extractions.flatMap(({ mentions, clues, includes, source }) => [
        ...mentions,
        ...includes,
        ...clues,
        ...(source === undefined ? [] : [source]),
      ])
      expect(said.length).toBeGreaterThan(0)
      for (const { mentions, edges } of extractions) {
        const keys = new Set(mentions.map((mention) => mention.key))
        expect(keys.size, 'keys are unique').toBe(mentions.length)
        expect(
          edges.filter((edge) => !keys.has(edge.to)),
          'edges end at mentions',
        ).toEqual([])
        for (const mention of mentions) {
          expect(mention.location.lines?.start, `${mention.key} has a line`).toBeGreaterThan(0)
          expect(mention.text.length).toBeLessThanOrEqual(200)
        }
      }
    })

    it('points at the token it speaks of', async () => {
      for (const fixture of fixtures.filter((one) => matchAny(extractor.files)(one.path))) {
        const lines = new TextDecoder().decode(fixture.bytes).split(/\r\n|\n|\r/)
        const { mentions } = await extractor.extract(fileOf(fixture.path, fixture.bytes))
        for (const mention of mentions) {
          const line = lines[(mention.location.lines?.start ?? 0) - 1]
          expect(line, `${mention.key}: line ${mention.location.lines?.start} exists`).toBeDefined()
          expect(mention.location.column ?? 1, `${mention.key}: column is in the line`).toBeLessThanOrEqual(
            (line?.length ?? 0) + 1,
          )
        }
      }
    })
  })
})

describe('rules', () => {
  it('are registered, each of them', () => {
    const homes = filesExporting('analysis', /^export const \w+: (?:BomRule|FileRule) = /m)
    expect(homes.length).toBeGreaterThan(2)
    expect(registered('analysis', 'rules.ts')).toEqual(homes)
    expect(Object.values(ruleRegistry)).toHaveLength(homes.length)
  })

  it('have unique ids', () => {
    expect(new Set(RULES.map((rule) => rule.id)).size).toBe(RULES.length)
  })

  it.each(RULES.map((rule) => [rule.id, rule] as const))(
    '%s says why, how to fix, and where to read more',
    (id, rule) => {
      expect(existsSync(homeOf('analysis', id))).toBe(true)
      for (const text of [rule.title, rule.why, rule.fix]) expect(text.trim().length).toBeGreaterThan(10)
      expect(rule.references.every((address) => URL.canParse(address))).toBe(true)
    },
  )

  describe.each(BOM_RULES.map((rule) => [rule.id, rule] as const))('%s', async (id, rule) => {
    const { cases } = (await import(homeOf('analysis', id).replace(/\.ts$/, '.cases.ts'))) as {
      cases: readonly BomRuleCase[]
    }

    it('has a case that must fire and one that must not', () => {
      expect(new Set(cases.map((one) => one.expect))).toEqual(new Set(['fires', 'silent']))
    })

    it.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
      const observations = [...rule.inspect(one.bom, one.known)]
      expect(observations.length > 0 ? 'fires' : 'silent').toBe(one.expect)
      for (const observation of observations) {
        expect(observation.confidence.because.length).toBeGreaterThan(0)
        expect(observation.evidence.length).toBeGreaterThan(0)
        expect(observation.fix.text.length).toBeGreaterThan(10)
        expect(fingerprint(rule.id, observation.identity, 'x')).toMatch(/^[0-9a-f]{16,}$/)
      }
    })
  })
})

describe.runIf(FILE_RULES.length > 0)('rules over files', () => {
  describe.each(FILE_RULES.map((rule) => [rule.id, rule] as const))('%s', async (id, rule) => {
    const { cases } = (await import(homeOf('analysis', id).replace(/\.ts$/, '.cases.ts'))) as {
      cases: readonly FileRuleCase[]
    }

    it('has a case that must fire and one that must not', () => {
      expect(new Set(cases.map((one) => one.expect))).toEqual(new Set(['fires', 'silent']))
    })

    it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
      expect(matchAny(rule.files)(one.path)).toBe(true)
      const observations = await Array.fromAsync(rule.inspect(fileOf(one.path, one.content())))
      expect(observations.length > 0 ? 'fires' : 'silent').toBe(one.expect)
      for (const observation of observations) {
        expect(observation.confidence.because.length).toBeGreaterThan(0)
        expect(observation.evidence.map((evidence) => evidence.location.path)).toContain(one.path)
        expect(observation.fix.text.length).toBeGreaterThan(10)
      }
    })
  })
})

describe('reporters', () => {
  it('are registered, each of them', () => {
    const homes = filesExporting('report', /^export const \w+: Reporter = /m)
    expect(registered('report', 'reporters.ts')).toEqual(homes)
  })

  it('have unique ids and a title', () => {
    expect(new Set(REPORTERS.map((one) => one.id)).size).toBe(REPORTERS.length)
    for (const reporter of REPORTERS) expect(reporter.title.length).toBeGreaterThan(10)
  })
})

describe('documentation', () => {
  const read = (name: string): string => readFileSync(join(ROOT_FOLDER, 'docs', name), 'utf8')

  it('docs/errors.md names every error of the catalogue and no other', () => {
    const documented = [...read('errors.md').matchAll(/^### `([A-Z_]+)`/gm)].map((match) => match[1])
    expect(documented.toSorted()).toEqual(Object.keys(ERROR_CATALOGUE).toSorted())
  })

  it('every error of the catalogue is used by the code', () => {
    const code = readdirSync(join(ROOT_FOLDER, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('error-catalogue.ts') && !path.endsWith('.test.ts'))
      .map((path) => readFileSync(join(ROOT_FOLDER, 'src', path), 'utf8'))
      .concat(readFileSync(join(ROOT_FOLDER, 'bin/assay.js'), 'utf8'))
      .join('\n')
    expect(Object.keys(ERROR_CATALOGUE).filter((name) => !code.includes(`'${name}'`))).toEqual([])
  })

  it('docs/rules.md names every rule and no other', () => {
    const documented = [...read('rules.md').matchAll(/^## `([^`]+)`/gm)].map((match) => match[1])
    expect(documented.toSorted()).toEqual([...RULES, ...storyRules].map((rule) => rule.id).toSorted())
  })

  it('docs/dependencies.md has a line for every dependency and no other', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT_FOLDER, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >
    const declared = [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.devDependencies ?? {})]
    const documented = [...read('dependencies.md').matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1])
    expect(documented.toSorted()).toEqual(declared.toSorted())
  })
})
