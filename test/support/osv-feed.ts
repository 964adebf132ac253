import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { writeZip } from './zip-writer.ts'

/** An OSV record with one package, all versions below 2.0 affected; the parts that matter to a test are given. */
export interface OsvRecord extends Readonly<Record<string, unknown>> {
  readonly id: string
}

export function osvRecord(id: string, name: string, over: Readonly<Record<string, unknown>> = {}): OsvRecord {
  return {
    id,
    modified: '2026-01-01T00:00:00Z',
    published: '2026-01-01T00:00:00Z',
    summary: `Something is wrong in ${name}`,
    affected: [
      {
        package: { ecosystem: id.startsWith('PYSEC') ? 'PyPI' : 'npm', name },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '2.0' }] }],
      },
    ],
    ...over,
  }
}

/** An `all.zip` as a bucket holds it. */
export function osvArchive(...records: readonly OsvRecord[]): Buffer {
  return writeZip(records.map((record) => ({ name: `${record.id}.json`, data: JSON.stringify(record) })))
}

/** `modified_id.csv` of these records, newest first. */
export function osvChanges(...records: readonly OsvRecord[]): string {
  const lines = records.map(({ id, modified }) => `${String(modified)},${id}`)
  return lines.sort().reverse().join('\n')
}

/** A directory that is removed after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'assay-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}
