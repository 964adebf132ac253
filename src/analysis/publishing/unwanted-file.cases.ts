import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'
import { writeZip } from '../../../test/support/zip-writer.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('variables of the environment', 'src/app/.env', 'A=1'),
  fires('the same for production', '.env.production', 'A=1'),
  silent('a template of them', '.env.example', 'A='),
  fires('settings of npm', 'pkg/.npmrc', ''),
  fires('a private key by its usual name', 'deploy/id_ed25519', ''),
  silent('its public half', 'deploy/id_ed25519.pub', ''),
  fires('settings of an assistant', '.claude/settings.json', '{}'),
  fires('servers of an assistant', '.cursor/mcp.json', '{}'),
  fires('the state of Terraform', 'infra/terraform.tfstate', '{}'),
  fires('a copy of a notebook', 'n/.ipynb_checkpoints/a.ipynb', '{}'),
  fires('the history of version control', 'pkg/.git/config', ''),
  silent('code', 'src/app/env.py', 'import os'),
  {
    name: 'a wheel that holds one',
    path: 'dist/app-1.0-py3-none-any.whl',
    expect: 'fires',
    content: () => writeZip([{ name: 'app/.env', data: Buffer.from('A=1') }]),
  },
  {
    name: 'a wheel without any',
    path: 'dist/app-1.0-py3-none-any.whl',
    expect: 'silent',
    content: () => writeZip([{ name: 'app/__init__.py', data: Buffer.from('') }]),
  },
]
