import ignore from 'ignore'
import type { Limits } from '../../base/limits.ts'
import type { TreeSource } from '../source.ts'
import { filesBelow } from './files-below.ts'
import type { PackedList } from './packed-list.ts'
import { textOf } from './text-of.ts'

/** What `docker build` sends to the builder, and `COPY . .` puts into the image: all that .dockerignore does not name. */
export async function dockerContext(tree: TreeSource, limits: Limits): Promise<PackedList> {
  const text = (await textOf(tree, 'Dockerfile.dockerignore')) ?? (await textOf(tree, '.dockerignore'))
  const matcher = ignore({ allowRelativePaths: false, ignorecase: false }).add(anchored(text ?? ''))
  const paths = (await filesBelow(tree, '', limits)).filter((path) => !matcher.ignores(path))
  const doubts = text === undefined ? ['there is no .dockerignore: everything in the folder is sent'] : []
  return { tool: 'docker build', paths, doubts }
}

/** Patterns of .dockerignore count from the root whether they hold a slash or not (Docker documentation, ".dockerignore file"). */
function anchored(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const negated = line.startsWith('!')
      const pattern = (negated ? line.slice(1) : line).replace(/^\.?\/+/, '')
      return `${negated ? '!' : ''}/${pattern}`
    })
}
