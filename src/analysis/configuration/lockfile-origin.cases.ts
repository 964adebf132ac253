import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

const MANY = Object.fromEntries(
  ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, [`https://r.example/${name}/-/${name}-1.0.0.tgz`, 'sha512-x']]),
) as Readonly<Record<string, readonly [string, string | undefined]>>

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires(
    'an unencrypted address',
    'package-lock.json',
    npmLock({ a: ['http://r.example/a/-/a-1.0.0.tgz', 'sha512-x'] }),
  ),
  fires(
    'a package of another host',
    'package-lock.json',
    npmLock({ ...MANY, evil: ['https://evil.example/evil/-/evil-1.0.0.tgz', 'sha512-x'] }),
  ),
  fires(
    'the file of another package',
    'package-lock.json',
    npmLock({ react: ['https://r.example/reakt/-/reakt-1.0.0.tgz', 'sha512-x'] }),
  ),
  fires('no hash', 'package-lock.json', npmLock({ a: ['https://r.example/a/-/a-1.0.0.tgz', undefined] })),
  fires(
    'in version 1',
    'package-lock.json',
    '{"lockfileVersion":1,"dependencies":{"a":{"version":"1.0.0","resolved":"http://r.example/a/-/a-1.0.0.tgz"}}}',
  ),
  fires(
    'in yarn.lock',
    'yarn.lock',
    '# yarn lockfile v1\n\na@^1.0.0:\n  version "1.0.0"\n  resolved "https://r.example/b/-/b-1.0.0.tgz#0123456789012345678901234567890123456789"\n',
  ),
  fires(
    'in pnpm-lock.yaml',
    'pnpm-lock.yaml',
    'packages:\n  a@1.0.0:\n    resolution: {tarball: http://r.example/a.tgz}\n',
  ),
  silent('one registry', 'package-lock.json', npmLock(MANY)),
  silent(
    'no addresses',
    'package-lock.json',
    '{"lockfileVersion":3,"packages":{"node_modules/a":{"version":"1.0.0","integrity":"sha512-x"}}}',
  ),
  silent(
    'a scope with a registry of its own',
    'package-lock.json',
    npmLock({ ...MANY, '@own/a': ['https://own.example/@own/a/-/a-1.0.0.tgz', 'sha512-x'] }),
  ),
  silent(
    'an alias',
    'package-lock.json',
    '{"lockfileVersion":3,"packages":{"node_modules/a":{"name":"b","version":"1.0.0","resolved":"https://r.example/b/-/b-1.0.0.tgz","integrity":"sha512-x"}}}',
  ),
  silent(
    'links and what is bundled',
    'package-lock.json',
    '{"lockfileVersion":3,"packages":{"node_modules/a":{"resolved":"packages/a","link":true},"node_modules/b":{"version":"1.0.0","inBundle":true}}}',
  ),
]

function npmLock(
  entries: Readonly<Record<string, readonly [resolved: string, integrity: string | undefined]>>,
): string {
  const packages = Object.entries(entries).map(([name, [resolved, integrity]]) => [
    `node_modules/${name}`,
    { version: '1.0.0', resolved, ...(integrity === undefined ? {} : { integrity }) },
  ])
  return JSON.stringify({ lockfileVersion: 3, packages: Object.fromEntries(packages) })
}
