import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('scripts allowed in .npmrc', '.npmrc', 'ignore-scripts = false\n'),
  fires('no lock file', 'app/.npmrc', 'package-lock=false\n'),
  fires('all builds of pnpm', 'pnpm-workspace.yaml', 'packages: [a]\ndangerouslyAllowAllBuilds: true\n'),
  fires('nothing is never built', 'package.json', '{"pnpm":{"neverBuiltDependencies":[]}}'),
  fires('hashes ignored by yarn', '.yarnrc.yml', 'checksumBehavior: ignore\n'),
  fires(
    'a package with a script',
    'package-lock.json',
    '{"lockfileVersion":3,"packages":{"":{},"node_modules/esbuild":{"version":"0.1.0","hasInstallScript":true}}}',
  ),
  silent('scripts ignored', '.npmrc', '# ignore-scripts=false\nignore-scripts=true\nfund=false\n'),
  silent('a short list', 'pnpm-workspace.yaml', 'onlyBuiltDependencies:\n  - esbuild\n'),
  silent(
    'packages without scripts',
    'package-lock.json',
    '{"lockfileVersion":3,"packages":{"":{"hasInstallScript":true},"node_modules/a":{"version":"1.0.0"}}}',
  ),
]
