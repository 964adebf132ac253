import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('a remote file', '.gitlab-ci.yml', 'include:\n  - remote: https://c.example/ci.yml\n'),
  fires('a remote file in plain text', '.gitlab-ci.yml', 'include: http://c.example/ci.yml\n'),
  fires('a project without ref', '.gitlab-ci.yml', 'include:\n  - project: group/ci\n    file: /a.yml\n'),
  fires('a component at its newest', '.gitlab-ci.yml', 'include:\n  - component: c.example/group/x@~latest\n'),
  fires(
    'a hook on a branch',
    '.pre-commit-config.yaml',
    'repos:\n  - repo: https://c.example/hooks\n    rev: main\n    hooks: []\n',
  ),
  silent('files of the repository', '.gitlab-ci.yml', 'include:\n  - local: a.yml\n  - template: SAST.gitlab-ci.yml\n'),
  silent(
    'fixed ones',
    '.gitlab-ci.yml',
    'include:\n  - project: group/ci\n    ref: v1.2.0\n    file: /a.yml\n  - remote: https://c.example/ci.yml\n    integrity: sha256-00\n',
  ),
  silent(
    'a hook at a tag',
    '.pre-commit-config.yaml',
    'repos:\n  - repo: https://c.example/hooks\n    rev: v4.5.0\n  - repo: local\n    hooks: []\n',
  ),
]
