import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Random, seededRandom } from '../test/support/random.ts'
import { type Locked, npmProject, pythonProject } from './monorepo-projects.ts'
import { filler } from './monorepo-sources.ts'

/** What was generated. */
export interface Monorepo {
  readonly files: number
  readonly projects: number
  readonly bytes: number
  /** Packages in the lock files, each counted where it stands. */
  readonly locked: number
}

/**
 * A made-up monorepo of an AI company: projects with locks of 150 to 900 packages, notebooks, Dockerfiles and conda environments, and
 * around them the source files, texts and configurations that such trees mostly are. Same numbers, same bytes.
 */
export function generateMonorepo(
  root: string,
  { files = 100_000, projects = 40, seed = 20_261_122 }: { files?: number; projects?: number; seed?: number } = {},
): Monorepo {
  const random = seededRandom(seed)
  const written = { files: 0, bytes: 0, locked: 0 }
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
    written.files++
    written.bytes += content.length
  }
  for (let index = 0; index < projects; index++) {
    const folder = `${['services', 'libs', 'research', 'apps'][index % 4] ?? 'apps'}/project-${String(index).padStart(2, '0')}`
    const project: readonly Locked[] = [index % 4 === 3 ? npmProject(random, index) : pythonProject(random, index)]
    for (const { contents, packages } of project) {
      for (const [path, content] of Object.entries(contents)) write(`${folder}/${path}`, content)
      written.locked += packages
    }
    const share = Math.floor((files - written.files) / (projects - index))
    fill(random, share, (path, content) => write(`${folder}/${path}`, content), index)
  }
  return { ...written, projects }
}

/** About thirteen files to a folder, three deep, as such trees are. */
function fill(random: Random, files: number, write: (path: string, content: string) => void, project: number): void {
  for (let index = 0; index < files; index++) {
    const folder = Math.floor(index / 13)
    const { name, content } = filler(random, index, project)
    write(`src/part_${folder % 12}/area_${Math.floor(folder / 12) % 12}/unit_${folder}/${name}`, content)
  }
}
