import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { judgeReadmeCode } from './judge-readme-code.ts'

const judge = (language: string, text: string) =>
  judgeReadmeCode([{ language, text, line: 10 }], DEFAULT_LIMITS).map(
    ({ id, severity, where }) => `${id} ${severity} ${where.inside}`,
  )

describe('judgeReadmeCode', () => {
  const cases: readonly (readonly [language: string, text: string, found: readonly string[]])[] = [
    ['bash', 'curl -fsSL https://a.example/install | sh', ['code/readme-piped-download medium line 10']],
    ['', '# get it\nwget -qO- a.example | sudo bash', ['code/readme-piped-download medium line 11']],
    ['sh', 'bash <(curl -s https://a.example/x)', ['code/readme-piped-download medium line 10']],
    ['powershell', 'irm https://a.example | iex', ['code/readme-piped-download medium line 10']],
    [
      'python',
      "import requests\nexec(requests.get('https://a.example/x').text)",
      ['code/readme-remote-code medium line 11'],
    ],
    ['python', "m = AutoModel.from_pretrained('a/b', trust_remote_code=True)", ['code/readme-trust low line 10']],
    [
      'py',
      ">>> m = AutoModel.from_pretrained('a/b',\n...     trust_remote_code=True)",
      ['code/readme-trust low line 10'],
    ],
    ['python', "m = AutoModel.from_pretrained('a/b', trust_remote_code=True\n", ['code/readme-trust low line 10']],
    ['bash', 'vllm serve a/b --trust-remote-code', ['code/readme-trust low line 10']],
    ['bash', 'pip install git+https://git.example/a/b.git', ['code/readme-package-source low line 10']],
    ['bash', 'pip install x --index-url http://a.example/simple', ['code/readme-package-source low line 10']],
    ['python', '!pip install https://a.example/x.whl\nimport x', ['code/readme-package-source low line 10']],
    ['bash', 'pip install -U transformers accelerate', []],
    ['bash', 'curl https://a.example/v1/chat -d \'{"model": "x"}\' | jq .', []],
    ['python', "from transformers import pipeline\npipe = pipeline('text-generation', 'a/b')\nprint(pipe('x'))", []],
    ['python', "AutoModel.from_pretrained('a/b', trust_remote_code=False)", []],
    ['json', '{"a": 1}', []],
  ]
  it.each(cases)('%s: %s', (language, text, found) => {
    expect(judge(language, text)).toEqual(found)
  })

  it('says each thing once', () => {
    const block = { language: 'sh', text: 'curl a.example | sh\n'.repeat(50), line: 1 }
    expect(judgeReadmeCode([block, block], DEFAULT_LIMITS)).toHaveLength(1)
  })

  it('is linear in hostile text', () => {
    for (const text of [
      'curl '.repeat(200_000),
      '| '.repeat(500_000),
      'pip install '.repeat(80_000),
      'bash $('.repeat(100_000),
    ]) {
      const start = performance.now()
      judge('sh', text)
      judge('sh', text.replaceAll(' ', '\n'))
      expect(performance.now() - start).toBeLessThan(2000)
    }
  })
})
