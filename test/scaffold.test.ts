import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT_FOLDER } from './support/source-files.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

/** A copy of the checkout in which plug-ins can be made. */
function checkout(): string {
  const folder = temporaryFolder()
  for (const part of [
    'src',
    'test',
    'tools',
    'bench',
    'docs',
    'bin',
    'package.json',
    'tsconfig.json',
    'vitest.config.ts',
  ]) {
    cpSync(join(ROOT_FOLDER, part), join(folder, part), { recursive: true })
  }
  symlinkSync(join(ROOT_FOLDER, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

function run(folder: string, words: readonly string[]): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...words], { cwd: folder, encoding: 'utf8' })
  return { code: status, output: stdout + stderr }
}

describe('npm run new', () => {
  it('writes an extractor, a rule and a reporter that pass their own tests and the contracts', () => {
    const folder = checkout()
    for (const [kind, name] of [
      ['extractor', 'python/demo-lock'],
      ['rule', 'vulnerabilities/demo-rule'],
      ['reporter', 'demo-report'],
    ] as const) {
      const made = run(folder, ['tools/new.ts', kind, name])
      expect(made.output).toContain('registered in')
      expect(made.code).toBe(0)
    }
    expect(existsSync(join(folder, 'src/inventory/python/fixtures/demo-lock/demo-lock.json'))).toBe(true)
    expect(readFileSync(join(folder, 'src/analysis/rules.ts'), 'utf8')).toContain(
      "export { demoRule } from './vulnerabilities/demo-rule.ts'",
    )
    expect(run(folder, ['tools/generate-docs.ts']).code).toBe(0)
    expect(readFileSync(join(folder, 'docs/rules.md'), 'utf8')).toContain('## `vulnerabilities/demo-rule`')
    execFileSync(join(folder, 'node_modules/.bin/tsc'), { cwd: folder })
    const tests = [
      'src/inventory/python/demo-lock.test.ts',
      'src/analysis/vulnerabilities/demo-rule.test.ts',
      'src/report/demo-report.test.ts',
    ]
    const tested = run(folder, [
      join(folder, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...tests,
      'test/contracts.test.ts',
    ])
    expect(tested.output).toMatch(/Test Files .*4 passed/)
    expect(tested.code).toBe(0)
  })

  it.each([[['rule', 'NoRoom']], [['thing', 'a/b']], [[]], [['reporter', '../../escape']]])(
    'refuses %j with how to say it',
    (words) => {
      const { code, output } = run(ROOT_FOLDER, ['tools/new.ts', ...words])
      expect([code, output]).toEqual([2, expect.stringContaining('Usage: npm run new')])
    },
  )

  it('never overwrites', () => {
    const { code, output } = run(ROOT_FOLDER, ['tools/new.ts', 'extractor', 'python/uv-lock'])
    expect([code, output]).toEqual([2, expect.stringContaining('is there already')])
  })
})
