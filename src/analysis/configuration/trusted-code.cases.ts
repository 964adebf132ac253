import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires(
    'trust_remote_code',
    'a.py',
    'from transformers import AutoModel\nm = AutoModel.from_pretrained("o/m", trust_remote_code=True)\n',
  ),
  fires(
    'for a data set',
    'a.py',
    'from datasets import load_dataset\nd = load_dataset("o/d", trust_remote_code=True)\n',
  ),
  fires(
    'of unknown name',
    'a.py',
    'from transformers import AutoModel\ndef load(name):\n    return AutoModel.from_pretrained(name, trust_remote_code=True)\n',
  ),
  fires('in a dictionary', 'a.py', 'e = Embeddings(model_kwargs={"trust_remote_code": True})\n'),
  fires(
    'with the commit, as low',
    'a.py',
    'from transformers import AutoModel\nm = AutoModel.from_pretrained("o/m", revision="0123456789012345678901234567890123456789", trust_remote_code=True)\n',
  ),
  fires('torch.hub without asking', 'a.py', 'import torch\nm = torch.hub.load("o/r", "m", trust_repo=True)\n'),
  fires('a server in a script', 'serve.sh', 'vllm serve o/m --trust-remote-code --port 80\n'),
  fires(
    'a server in an image',
    'Dockerfile',
    'FROM a\nCMD ["python3", "-m", "vllm.entrypoints.openai.api_server", "--model", "o/m", "--trust-remote-code"]\n',
  ),
  fires('a service of compose', 'compose.yaml', 'services:\n  llm:\n    command: --model o/m --trust-remote-code\n'),
  fires(
    'an argument of Kubernetes',
    'deploy.yaml',
    'spec:\n  containers:\n    - args:\n        - --model=o/m\n        - --trust-remote-code\n',
  ),
  fires('a setting of a training tool', 'config.yml', 'base_model: o/m\ntrust_remote_code: true\n'),
  fires(
    'a notebook',
    'a.ipynb',
    JSON.stringify({
      cells: [{ cell_type: 'code', source: ['m = AutoModel.from_pretrained("o/m",\n', '  trust_remote_code=True)'] }],
    }),
  ),
  silent(
    'not trusted',
    'a.py',
    'from transformers import AutoModel\nm = AutoModel.from_pretrained("o/m", trust_remote_code=False)\n',
  ),
  silent(
    'passed on',
    'a.py',
    'from transformers import AutoModel\ndef load(n, trust_remote_code=False):\n    return AutoModel.from_pretrained(n, trust_remote_code=trust_remote_code)\n',
  ),
  silent('switched off in a file', 'config.yml', '# trust_remote_code: true\ntrust_remote_code: false\n'),
  silent('switched off on a command line', 'serve.sh', 'lm_eval --trust_remote_code False\n'),
  silent(
    'torch.hub from a folder',
    'a.py',
    'import torch\nm = torch.hub.load(".", "m", source="local", trust_repo=True)\n',
  ),
]
