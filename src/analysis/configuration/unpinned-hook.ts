import { get, items, scalarText, string } from '../../formats/tree.ts'
import { yamlDocument } from '../../formats/yaml.ts'
import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import { at, type Location } from '../../model/location.ts'
import { listed, placed, reported, shown } from './report.ts'

/** Hooks of pre-commit are taken from a branch. */
export const unpinnedHook: FileRule = {
  id: 'configuration/unpinned-hook',
  title: 'Hooks that run at every commit are taken from a branch.',
  severity: 'medium',
  why: 'pre-commit installs and runs the code of a hook repository on the machine of everybody who commits, with their keys and tokens. With a branch as `rev` each machine has whatever the branch held on the day of its first run, nobody can say which, and whoever can push there is on the next machine.',
  fix: 'Name a tag or better a full commit; `pre-commit autoupdate --freeze` writes commits with the tag beside them.',
  references: [
    'https://pre-commit.com/#using-the-latest-version-for-a-repository',
    'https://cwe.mitre.org/data/definitions/829.html',
  ],
  files: ['**/.pre-commit-config.{yml,yaml}'],
  async *inspect(file) {
    const { root, lines } = await file.read(yamlDocument)
    const moving = items(get(root, 'repos')).flatMap((repository): readonly Hook[] => {
      const [address, rev] = [string(get(repository, 'repo')), get(repository, 'rev')]
      const written = scalarText(rev)
      if (address === undefined || rev === undefined || written === undefined || !isBranch(written)) return []
      const { line, column } = lines.position(rev.offset)
      return [{ address, rev: written, location: at(file.path, line, column) }]
    })
    if (moving.length > 0) yield observed(file.path, moving)
  },
}

interface Hook {
  readonly address: string
  readonly rev: string
  readonly location: Location
}

/** A tag has a number in it; names that people give to branches have none, or are known. */
function isBranch(rev: string): boolean {
  if (/^[0-9a-f]{7,40}$/.test(rev)) return false
  return !/\d/.test(rev) || /^(?:main|master|head|develop|dev|trunk|stable|latest)\b/i.test(rev)
}

function observed(path: string, moving: readonly Hook[]): Observation {
  const names = [...new Set(moving.map(({ address, rev }) => `${shown(address, 80)} (${shown(rev, 30)})`))]
  return reported({
    severity: 'medium',
    title: `Hooks are taken from a branch of ${listed(names, 3)}`,
    message: 'What runs at each commit is whatever the branch held when the hook was first installed on that machine.',
    because: 'rev is no tag and no commit',
    evidence: moving.map(({ address, rev, location }) => placed(location, `${address} rev: ${rev}`)),
    fix: { text: 'Name a tag or a full commit.', remedy: { command: 'pre-commit autoupdate --freeze' } },
    identity: `${path} hooks`,
  })
}
