import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assay } from './support/assay.ts'
import { ROOT_FOLDER } from './support/source-files.ts'

const readme = readFileSync(join(ROOT_FOLDER, 'README.md'), 'utf8')
const blocks = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map((match) => ({
  kind: match[1],
  text: match[2] ?? '',
}))
const ci = readFileSync(join(ROOT_FOLDER, '.ci/run'), 'utf8')

describe('README', () => {
  it('begins with two commands: one that scans the example, one that tests', () => {
    const commands = blocks.filter((block) => block.kind === 'sh').map((block) => block.text.trim())
    expect(commands).toEqual(['npm ci && npx assay scan examples/rag-service', 'npm ci && npm test'])
    expect(ci).toContain(`'${commands[1]}'`)
  })

  it('shows what the first command really prints, and its exit code', async () => {
    const { code, stdout } = await assay(['scan', 'examples/rag-service'])
    expect(code).toBe(1)
    const printed = stdout.split('\n').map((line) => line.trimEnd())
    const shown =
      blocks
        .find((block) => block.kind === 'text')
        ?.text.trimEnd()
        .split('\n') ?? []
    expect(shown.length).toBeGreaterThan(5)
    expect(shown.filter((line) => line.trim() !== '…' && !printed.includes(line))).toEqual([])
  })

  it('names only pages and commands that exist', async () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] ?? '')
    for (const link of links) expect(() => readFileSync(join(ROOT_FOLDER, link)), link).not.toThrow()
    const help = (await assay(['--help'])).stdout
    for (const [, name] of readme.matchAll(/^\| `assay ([\w-]+)/gm)) expect(help).toContain(`  ${name} `)
  })
})
