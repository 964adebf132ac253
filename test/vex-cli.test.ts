import { describe, expect, it } from 'vitest'
import type { ScanResult } from '../src/model/scan-result.ts'
import { assay } from './support/assay.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const VEX = JSON.stringify({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'urn:test:1',
  author: 'Security team',
  timestamp: '2026-10-01T00:00:00Z',
  version: 1,
  statements: ['CVE-2024-31580', 'CVE-2025-32434', 'CVE-2024-31583'].map((name) => ({
    vulnerability: { name },
    products: [{ '@id': 'pkg:pypi/torch' }],
    status: 'not_affected',
    justification: 'vulnerable_code_not_in_execute_path',
  })),
})
const FILES = { 'requirements.txt': 'torch==2.1.0\n', 'vendor.vex.json': VEX }

async function scan(folder: string, ...words: readonly string[]) {
  const run = await assay(['scan', folder, '--quiet', '--format', 'json', ...words])
  return { run, result: run.stdout === '' ? undefined : (JSON.parse(run.stdout) as ScanResult) }
}

function clearedIds(result: ScanResult | undefined): readonly (string | undefined)[] {
  const cleared = new Set(
    result?.verdict.findings.flatMap((one) => (one.vex === undefined ? [] : [one.fingerprint])) ?? [],
  )
  return result?.findings.filter((one) => cleared.has(one.fingerprint)).map((one) => one.advisory?.id) ?? []
}

describe('--vex', () => {
  it('clears what it speaks of and hides nothing', async () => {
    const folder = temporaryFolder(FILES)
    const without = await scan(folder)
    expect(clearedIds(without.result)).toEqual([])
    const { result } = await scan(folder, '--vex', `${folder}/vendor.vex.json`)
    expect(clearedIds(result)).toContain('CVE-2025-32434')
    expect(result?.findings.length).toBe(without.result?.findings.length)
    const table = await assay(['scan', folder, '--quiet', '--vex', `${folder}/vendor.vex.json`])
    expect(table.stdout).toContain('not affected, says Security team')
  })

  it('lying in the scanned folder is not read by itself', async () => {
    const { result } = await scan(temporaryFolder({ ...FILES, 'openvex.json': VEX, '.vex/vex.json': VEX }))
    expect(clearedIds(result)).toEqual([])
  })

  it('may be named by a policy file, relative to it', async () => {
    const folder = temporaryFolder({ ...FILES, 'rules/p.yaml': 'version: 1\nvex: ../vendor.vex.json\n' })
    expect(clearedIds((await scan(folder, '--policy', `${folder}/rules/p.yaml`)).result)).toContain('CVE-2025-32434')
    const own = temporaryFolder({ ...FILES, 'assay.yaml': 'version: 1\nvex: [vendor.vex.json]\n' })
    expect(clearedIds((await scan(own)).result)).toContain('CVE-2025-32434')
  })

  it('named by the project stays in the project', async () => {
    const folder = temporaryFolder({
      'vendor.vex.json': VEX,
      'project/requirements.txt': 'torch==2.1.0\n',
      'project/assay.yaml': 'version: 1\nvex: ../vendor.vex.json\n',
    })
    const { run } = await scan(`${folder}/project`)
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('names the file ../vendor.vex.json')
  })

  it.each([
    ['nowhere.json', 'USAGE_PATH'],
    ['requirements.txt', 'USAGE_VEX'],
  ])('%s is the operator’s mistake', async (file, code) => {
    const folder = temporaryFolder(FILES)
    const { run } = await scan(folder, '--vex', `${folder}/${file}`)
    expect(run.code).toBe(2)
    expect(run.stderr).toContain(code)
  })

  it('is explained', async () => {
    const folder = temporaryFolder(FILES)
    const run = await assay(['explain', 'CVE-2025-32434', folder, '--vex', `${folder}/vendor.vex.json`])
    expect(run.stdout).toContain('Security team says not_affected')
  })

  it('what Assay exports as OpenVEX it reads again', async () => {
    const folder = temporaryFolder({
      ...FILES,
      'assay.yaml': [
        'version: 1',
        'waivers:',
        '  - advisory: CVE-2025-32434',
        '    owner: ml@example.com',
        '    reason: "vulnerable_code_not_in_execute_path: no model file is loaded"',
        '    expires: 2027-06-30',
        '',
      ].join('\n'),
    })
    for (const format of ['openvex', 'cyclonedx', 'cyclonedx-1.7']) {
      const file = `${folder}/${format}.json`
      await assay(['scan', folder, '--quiet', '--format', format, '--output', file])
      const { result } = await scan(folder, '--preset', 'balanced', '--vex', file)
      expect(clearedIds(result), format).toEqual(['CVE-2025-32434'])
    }
  })
})
