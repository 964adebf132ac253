import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { assay } from '../../test/support/assay.ts'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import type { ScanResult } from '../model/scan-result.ts'

/** What a scan says of the coverage of a folder with these files. */
async function filesOf(...paths: readonly string[]): Promise<ScanResult['coverage']['files']> {
  const root = temporaryFolder()
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), 'import numpy\n')
  }
  const { stdout } = await assay(['scan', root, '--format', 'json', '--quiet', '--no-secrets'])
  return (JSON.parse(stdout) as ScanResult).coverage.files
}

it('opens no file that its only extractor ignores', async () => {
  const { seen, parsed } = await filesOf('app.pyi', 'vendor/six.pyi', 'lib/python3.12/json.pyi')
  expect({ seen, parsed }).toEqual({ seen: 3, parsed: 1 })
})
