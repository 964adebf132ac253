import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { assay } from './support/assay.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

/** What each file must hold to be of the format its name says. */
const FILES: Readonly<Record<string, RegExp>> = {
  'a.json': /"schemaVersion": 1/,
  'a.txt': /What to do first/,
  'a.html': /^<!doctype html>/,
  'a.md': /^<!-- assay-report -->/,
  'a.csv': /^kind,severity,/,
  'a.xml': /^<\?xml version="1\.0"/,
  'a.sarif': /sarif-2\.1\.0/,
  'a.cdx.json': /"specVersion": "1\.6"/,
  'a.spdx.json': /"SPDX-2\.3"/,
  'a.spdx3.json': /spdx-context\.jsonld/,
  'a.openvex.json': /openvex\.dev/,
  'a.vex.json': /openvex\.dev/,
  'gl-dependency-scanning-report.json': /"dependency_scanning"/,
  'gl-code-quality-report.json': /"check_name"/,
}

it('the name of a file says its format, and two runs write the same bytes', async () => {
  const folder = temporaryFolder({ 'project/requirements.txt': 'torch==2.1.0\n' })
  const words = Object.keys(FILES).flatMap((file) => ['-o', file])
  const contents = async (): Promise<readonly string[]> => {
    const run = await assay(['scan', 'project', '-q', ...words], { cwd: folder })
    expect(run.code, run.stderr).toBe(1)
    expect(run.stdout).toBe('')
    return Object.keys(FILES).map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
  }
  const first = await contents()
  for (const [index, [file, pattern]] of Object.entries(FILES).entries()) expect(first[index], file).toMatch(pattern)
  expect(await contents()).toEqual(first)
})

it.each(['github', 'cyclonedx-1.7', 'gitlab'])('%s goes to standard output', async (format) => {
  const folder = temporaryFolder({ 'requirements.txt': 'torch==2.1.0\n' })
  const run = await assay(['scan', folder, '-q', '--format', format])
  expect(run.stdout).toContain('CVE-2025-32434')
})
