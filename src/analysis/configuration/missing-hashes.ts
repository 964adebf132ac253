import { requirements, type InstallStatement, type RequirementsFile } from '../../formats/requirements.ts'
import type { Observation } from '../../model/finding.ts'
import { at } from '../../model/location.ts'
import type { FileRule } from '../../model/rule.ts'
import { REQUIREMENTS_FILES } from './indexes/settings-of.ts'
import { toldOnce } from './told-once.ts'
import { listed, placed, reported, shown } from './report.ts'

/** Some requirements of a file have hashes and others have none. */
export const missingHashes: FileRule = {
  id: 'configuration/missing-hashes',
  title: 'Some requirements of a file have hashes, others have none.',
  severity: 'medium',
  why: 'One hash switches pip to a mode in which every package needs one, so the file cannot be installed as it is; people then install with --no-deps in two steps, or take the hashes out. uv checks only those that are there, and the others can be anything the index serves.',
  fix: 'Write the file again with `uv pip compile --generate-hashes` or `pip-compile --generate-hashes`.',
  references: [
    'https://pip.pypa.io/en/stable/topics/secure-installs/',
    'https://cwe.mitre.org/data/definitions/494.html',
  ],
  files: REQUIREMENTS_FILES,
  async *inspect(file) {
    const parsed = await toldOnce<RequirementsFile>(file, 'configuration/hashes', { header: [], statements: [] }, () =>
      file.read(requirements),
    )
    const installs = parsed.statements.filter((one) => one.kind === 'install')
    const without = installs.filter(({ hashes, what, editable }) => hashes.length === 0 && !editable && !isOwn(what))
    const isDemanded = parsed.statements.some((one) => one.kind === 'option' && one.name === '--require-hashes')
    if (without.length > 0 && (isDemanded || installs.some(({ hashes }) => hashes.length > 0)))
      yield observed(file.path, without, installs.length)
  },
}

/** A folder of the project cannot have a hash. */
function isOwn(what: InstallStatement['what']): boolean {
  return what.kind === 'reference' && what.reference.kind === 'local'
}

function observed(path: string, without: readonly InstallStatement[], total: number): Observation {
  const names = without.map(({ text }) => shown(text, 60))
  return reported({
    severity: 'medium',
    title: `${without.length} of ${total} requirements ${without.length === 1 ? 'has' : 'have'} no hash`,
    message: `${listed(names, 4)}: pip refuses the whole file, uv installs these without a check.`,
    because: 'other requirements of the file have hashes, or the file demands them',
    evidence: without.map((one) => {
      const { line, column } = one.line.position(one.offset)
      return placed(at(path, line, column), one.text)
    }),
    fix: {
      text: 'Write the file again with hashes for everything.',
      remedy: { command: `uv pip compile --generate-hashes ${sourceOf(path)} -o ${path}` },
    },
    identity: path,
  })
}

function sourceOf(path: string): string {
  return path.endsWith('.txt') ? path.replace(/\.txt$/, '.in') : path
}
