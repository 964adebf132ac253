import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

const FILE = '.pre-commit-config.yaml'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('a branch', FILE, hook('main')),
  fires('a name without number', FILE, hook('stable')),
  fires('HEAD', FILE, hook('HEAD')),
  silent('a tag', FILE, hook('v1.2.0')),
  silent('a tag without dots', FILE, hook('release-3')),
  silent('a commit', FILE, hook('0123456789abcdef0123456789abcdef01234567')),
  silent(
    'hooks of the project itself',
    FILE,
    'repos:\n  - repo: local\n    hooks: [{id: a, language: system, entry: a}]\n',
  ),
]

function hook(rev: string): string {
  return `repos:\n  - repo: https://code.example/a/b\n    rev: ${rev}\n    hooks: [{id: x}]\n`
}
