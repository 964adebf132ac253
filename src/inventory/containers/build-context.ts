import type { DockerInstruction } from '../../formats/dockerfile.ts'
import { normalPath } from '../../formats/shell-directory.ts'

/**
 * The folder that COPY counts from, relative to the scanned root (`.` for the root itself). Docker is told it on the command line;
 * by default it is the Dockerfile's own folder. Where the file copies from a path that begins with its own folder
 * (`docker/Dockerfile` with `COPY docker/requirements.txt`), it is the folder above that.
 */
export function contextFolder(path: string, instructions: readonly DockerInstruction[]): string {
  const folders = path.split('/').slice(0, -1)
  const copied = instructions
    .filter(
      ({ keyword, flags }) => (keyword === 'COPY' || keyword === 'ADD') && flags.every(({ name }) => name !== 'from'),
    )
    .flatMap(({ arguments: text }) => text.text.slice(0, 2000).split(/\s+/).slice(0, -1))
    .map((source) => normalPath(source.replace(/^\/+/, '')))
  for (let above = 0; above < Math.min(folders.length, 20); above++) {
    const own = `${folders.slice(above).join('/')}/`
    if (copied.some((source) => source.startsWith(own))) return folders.slice(0, above).join('/') || '.'
  }
  return folders.join('/') || '.'
}
