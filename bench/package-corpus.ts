import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { CaseProject, PackageCase } from '../test/support/package-case.ts'
import type { PackageSample } from './package-samples.ts'

/** The archives of the generated malicious releases and of their honest twins. */
export interface CorpusSamples {
  readonly malicious: readonly PackageSample[]
  readonly honest: readonly PackageSample[]
}

/** Builds the releases of `test/packages/corpus` below `workplace`; undefined where there are none. Those of conda are left out: GuardDog knows none. */
export async function corpusSamples(workplace: string): Promise<CorpusSamples | undefined> {
  const cases = await corpusCases(resolve(import.meta.dirname, '..', 'test/packages/corpus'))
  if (cases.length === 0) return undefined
  const folder = join(workplace, 'corpus')
  return {
    malicious: cases.flatMap(({ id, project }) => written(project, join(folder, 'malicious', id))),
    honest: cases.flatMap(({ id, twin }) => written(twin, join(folder, 'honest', id))),
  }
}

/** Every list of cases that a file of the folder exports; a case that two lists share is there once. */
async function corpusCases(folder: string): Promise<readonly PackageCase[]> {
  const files = statSync(folder, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(folder)
  const cases = new Map<string, PackageCase>()
  for (const file of files.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))) {
    const exported = (await import(join(folder, file))) as Readonly<Record<string, unknown>>
    for (const one of Object.values(exported).flat()) if (isCase(one)) cases.set(one.id, one)
  }
  return [...cases.values()]
}

function isCase(value: unknown): value is PackageCase {
  return typeof value === 'object' && value !== null && 'project' in value && 'twin' in value && 'id' in value
}

function written({ ecosystem, release }: CaseProject, folder: string): readonly PackageSample[] {
  if (ecosystem !== 'npm' && ecosystem !== 'PyPI') return []
  mkdirSync(folder, { recursive: true })
  return release.artefacts.map(({ name, bytes }) => {
    const path = join(folder, name)
    writeFileSync(path, bytes())
    return { ecosystem: ecosystem === 'npm' ? 'npm' : 'pypi', path, bytes: statSync(path).size }
  })
}
