import { lineIndex } from '../../formats/line-index.ts'
import { text as textFormat } from '../../formats/text.ts'
import { at } from '../../model/location.ts'
import { readCondaPackage } from '../commands/conda-package.ts'
import { InstallRecorder } from '../commands/install-recorder.ts'
import type { Extractor } from '../extractor.ts'
import { excerpt } from '../python/extraction-builder.ts'
import { limitsInForce } from '../python/limits-in-force.ts'

/** Files for `conda install --file` and `conda create --file`: a MatchSpec a line, or `@EXPLICIT` and package addresses. */
export const packageList: Extractor = {
  id: 'conda/package-list',
  title: 'conda package lists: specifications a line, explicit lists, conda list --export',
  files: [
    '**/conda-requirements*.txt',
    '**/conda_requirements*.txt',
    '**/requirements-conda*.txt',
    '**/requirements_conda*.txt',
    '**/conda-packages*.txt',
    '**/conda_packages*.txt',
    '**/conda-{linux,osx,win}-*.lock',
    '**/spec-file*.txt',
    '**/specfile*.txt',
    '**/explicit*.txt',
  ],
  extract: async (file) => {
    const recorder = new InstallRecorder('conda/package-list', await file.read(limitsInForce))
    readList(file.path, await file.read(textFormat), recorder)
    return recorder.finish()
  },
}

function readList(path: string, text: string, recorder: InstallRecorder): void {
  const lines = lineIndex(text)
  const isExplicit = /^@EXPLICIT\s*$/m.test(text)
  // `conda list --export` says so in its header.
  const isPinned = isExplicit || /^# This file may be used to create an environment/m.test(text.slice(0, 2000))
  for (const match of text.matchAll(/[^\r\n]+/g)) {
    const lead = match[0].length - match[0].trimStart().length
    const written = match[0].trim()
    if (written === '' || written.startsWith('#') || written.startsWith('@')) continue
    const start = match.index + lead
    const place = (offset: number) => {
      const { line, column } = lines.position(start + offset)
      return at(path, line, column)
    }
    readLine(written, place, isPinned, recorder)
  }
}

function readLine(
  written: string,
  place: (offset: number) => ReturnType<typeof at>,
  isPinned: boolean,
  recorder: InstallRecorder,
): void {
  // `name=version=pypi_0` in `conda list --export` was installed by pip.
  const byPip = isPinned ? /^([^=\s]+)=([^=\s]+)=pypi_0$/.exec(written) : null
  const read = readCondaPackage(written, [], recorder.limits)
  if (read.kind === 'problem') {
    return recorder.partial(`expected ${read.expected}, found ${excerpt(written)}`, place(read.offset))
  }
  const { claims } = read
  recorder.add({
    ecosystem: byPip === null ? 'conda' : 'PyPI',
    name: claims.name,
    version: claims.version,
    origin: claims.origin,
    role: isPinned ? 'locks' : 'requires',
    scope: 'runtime',
    groups: [],
    direct: isPinned ? 'unknown' : 'yes',
    location: place(claims.offset),
    text: written,
    integrity: claims.integrity,
  })
}
