import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { writeArrowStream } from '../../../test/support/arrow-writer.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { ggufOf } from '../../../test/support/gguf-writer.ts'
import { jsonWebToken, underscoreToken } from '../../../test/support/issued-keys.ts'
import { onnxOf } from '../../../test/support/onnx-writer.ts'
import { writeParquet } from '../../../test/support/parquet-writer.ts'
import { assemble, proto, text } from '../../../test/support/pickle-assembler.ts'
import { safetensorsOf } from '../../../test/support/safetensors-writer.ts'
import { specimenMaker } from '../../../test/support/specimen-maker.ts'
import { torchZip } from '../../../test/support/torch-files.ts'
import { writeZip } from '../../../test/support/zip-writer.ts'
import { sensitiveFamily } from './sensitive-family.ts'
import { PUBLIC_KEY } from './sensitive-settings.ts'

const make = specimenMaker(20_261_122)
/** A token with the checksum of its provider: found wherever it stands. */
const TOKEN = underscoreToken(make, 'ghp_')
const JWT = jsonWebToken(make, { sub: 'app', exp: 1_893_456_000 })
const family = sensitiveFamily({ key: PUBLIC_KEY, personalData: true, userRules: [] })

const rows = (value: string): string[] => Array.from({ length: 300 }, (_, row) => (row === 217 ? value : `row ${row}`))
const pickleOf = (value: string): Uint8Array => assemble(proto(2), text(value), 'STOP')
const noise = (length: number): Buffer => Buffer.from(make.bytes(length))

/** Where AI work leaves secrets. */
const PLACES: Readonly<Record<string, string | Uint8Array>> = {
  '.env': `GITHUB_TOKEN=${TOKEN}\n`,
  '.mcp.json': JSON.stringify({ mcpServers: { github: { command: 'npx', env: { GITHUB_TOKEN: TOKEN } } } }),
  '.cursor/mcp.json': JSON.stringify({ mcpServers: { a: { args: ['--token', TOKEN] } } }),
  '.claude/settings.local.json': JSON.stringify({
    permissions: { allow: [`Bash(curl -H "Authorization: token ${TOKEN}")`] },
  }),
  'prompts/system.md': `You may call the API with ${TOKEN}.\n`,
  'README.md': `---\nlicense: mit\n---\n\`\`\`python\nload(token="${TOKEN}")\n\`\`\`\n`,
  'tokenizer_config.json': JSON.stringify({ chat_template: `{{ '${TOKEN}' }}`, model_max_length: 512 }),
  'model.safetensors': safetensorsOf(JSON.stringify({ __metadata__: { trained_by: TOKEN } }), 4096),
  'model.gguf': ggufOf({ metadata: [['general.description', 8, `made with ${TOKEN}`]] }),
  'model.onnx': onnxOf({ metadata: { token: TOKEN } }),
  'optimizer.pkl': pickleOf(TOKEN),
  'checkpoint.pt': torchZip(pickleOf(TOKEN)),
  'train.parquet': writeParquet([{ name: 'text', values: rows(`use ${TOKEN}`) }]),
  'train.arrow': writeArrowStream([{ name: 'text', values: rows(`use ${TOKEN}`) }]),
  'train.jsonl': rows(`use ${TOKEN}`)
    .map((value) => `${JSON.stringify({ messages: [{ content: value }] })}\n`)
    .join(''),
  'train.csv': `id,text\n${rows(`use "" ${TOKEN}`)
    .map((value, row) => `${row},"${value}"\n`)
    .join('')}`,
  'train.tsv.gz': gzipSync(
    `id\ttext\n${rows(TOKEN)
      .map((value, row) => `${row}\t${value}\n`)
      .join('')}`,
  ),
  'wandb/run-1/files/output.log': `POST 200 authorization: Bearer ${TOKEN}\n`,
  'pkg.whl': writeZip([{ name: 'pkg/settings.py', data: `TOKEN = "${TOKEN}"\n` }]),
  'program.so': Buffer.concat([Buffer.from('\x7fELF\0\0\0'), noise(5000), Buffer.from(`\0${TOKEN}\0`), noise(5000)]),
  'secret.yaml': `data:\n  token: ${Buffer.from(TOKEN).toString('base64')}\n`,
  'utf16.txt': Buffer.from(`\ufefftoken=${TOKEN}\r\n`, 'utf16le'),
  Dockerfile: `FROM python\nENV TOKEN=${TOKEN}\n`,
  'run.sh': `curl -u me:${TOKEN} https://host.example\n`,
  '.bash_history': `export T=${TOKEN}\n`,
}

const NOTHING: Readonly<Record<string, string | Uint8Array>> = {
  '.env.example': 'GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\nOPENAI_API_KEY=sk-your-key-here\n',
  'yarn.lock': `a@1:\n  integrity sha512-${noise(64).toString('base64')}\n`,
  'image.svg': `<image href="data:image/png;base64,${noise(6000).toString('base64')}"/>`,
  'ids.csv': `id,sha\n${rows('x')
    .map((_, row) => `${row},${noise(20).toString('hex')}\n`)
    .join('')}`,
  'app.py': 'token = os.environ["GITHUB_TOKEN"]\npassword = getpass()\napi_key = settings.API_KEY\n',
  'weights.bin': noise(300_000),
}

const found = async (path: string, content: string | Uint8Array): Promise<readonly string[]> => {
  const { observations } = await family.inspect(fileOf(path, content))
  return observations.map(({ ruleId }) => ruleId)
}

describe('a token is found', () => {
  it.each(Object.entries(PLACES))('in %s', async (path, content) => {
    const { observations, diagnostics } = await family.inspect(fileOf(path, content))
    const tokens = observations.filter(({ ruleId }) => ruleId.startsWith('secrets/github'))
    expect(tokens.length, observations.map(({ ruleId }) => ruleId).join()).toBe(1)
    expect(tokens[0]?.confidence.level).toBe('high')
    const said = JSON.stringify([observations, diagnostics])
    expect(said).not.toContain(TOKEN)
    expect(said).not.toContain(TOKEN.slice(4, 14))
  })

  it('with what it says of itself', async () => {
    const { observations } = await family.inspect(fileOf('.env', `SESSION=${JWT}\n`))
    expect(observations.map(({ message }) => message).join()).toContain('2030-01-01')
  })
})

describe('nothing is found', () => {
  it.each(Object.entries(NOTHING))('in %s', async (path, content) => {
    expect((await found(path, content)).filter((id) => id.startsWith('secrets/'))).toEqual([])
  })
})
