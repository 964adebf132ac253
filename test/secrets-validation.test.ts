import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SENSITIVE_FAMILY } from '../src/analysis/sensitive/sensitive-family-id.ts'
import { PUBLIC_KEY } from '../src/analysis/sensitive/sensitive-settings.ts'
import { MOST_QUESTIONS } from '../src/analysis/secrets/validation/turns.ts'
import { validationOf } from '../src/analysis/secrets/validation/validation-settings.ts'
import { DEFAULT_LIMITS } from '../src/base/limits.ts'
import type { FileInspection } from '../src/engine/inspection.ts'
import { InspectionPool, workerProgram } from '../src/engine/pool.ts'
import { assay } from './support/assay.ts'
import { seededRandom } from './support/random.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

/** A proxy that is not there: no test asks a real provider, not even one that fails. */
const NOWHERE = 'http://127.0.0.1:9'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const random = seededRandom(11)
const TOKEN = `hf_${Array.from({ length: 34 }, () => LETTERS[random.integer(LETTERS.length)]).join('')}`

function project(): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'app'))
  writeFileSync(join(folder, 'app/.env'), `HF_TOKEN=${TOKEN}\n`)
  return folder
}

describe('assay secrets --validate', () => {
  it.each([
    ['nobody', ['--validate', 'nobody']],
    ['all', ['--validate', 'all']],
    ['an address', ['--validate', 'https://elsewhere.example/']],
  ])('does not take %s', async (_, words) => {
    const { code, stderr } = await assay(['secrets', ...words], { cwd: project() })
    expect(code).toBe(2)
    expect(stderr).toContain('expected --validate with the name of a provider')
    expect(stderr).toContain('github')
  })

  it('asks nobody with --offline, and says so', async () => {
    const words = ['secrets', '--validate', 'huggingface', '--offline', '-f', 'json']
    const { stdout, stderr } = await assay(words, { cwd: project(), env: { HTTPS_PROXY: NOWHERE } })
    expect(stderr).toContain('--validate is not used')
    expect(stdout).toContain('secrets/huggingface-token')
    expect(stdout).not.toContain('the provider')
    expect(stdout).not.toContain('EXTERNAL_ANSWER')
  })

  it('does not begin with a proxy that it cannot speak to, and does not show it', async () => {
    const env = { HTTPS_PROXY: 'socks5://user:pass@proxy.example:1080' }
    const { code, stderr } = await assay(['secrets', '--validate', 'huggingface'], { cwd: project(), env })
    expect(code).toBe(2)
    expect(stderr).not.toContain('proxy.example')
  })

  it('is no option of a scan: that sends nothing anywhere', async () => {
    const { code } = await assay(['scan', '--validate', 'github'], { cwd: project() })
    expect(code).toBe(2)
  })
})

describe('a worker', () => {
  it('is given whom it may ask, and what all of them have asked already', async () => {
    const validate = validationOf(['huggingface'], { HTTPS_PROXY: NOWHERE })
    // As if the other threads had asked about all that may be asked about: so nobody is, here as in every test.
    new BigInt64Array(validate.turns)[0] = BigInt(MOST_QUESTIONS)
    const found: FileInspection[] = []
    const pool = new InspectionPool({
      tree: { kind: 'directory', root: project() },
      limits: DEFAULT_LIMITS,
      sensitive: { key: PUBLIC_KEY, personalData: false, userRules: [], validate },
      size: 1,
      program: workerProgram(),
      signal: new AbortController().signal,
      startMilliseconds: 20_000,
      onInspected: (inspection) => void found.push(inspection),
    })
    pool.add({ path: 'app/.env', extractors: [], rules: [SENSITIVE_FAMILY], candidates: [] })
    await pool.drain()
    await pool.close()
    const [seen] = found
    expect(seen?.observations[0]?.observation.message).toContain('200 tokens were asked about in this scan')
    expect(seen?.diagnostics.map(({ code }) => code)).toEqual(['EXTERNAL_ANSWER'])
    expect(JSON.stringify(found)).not.toContain(TOKEN)
  })
})
