import { entries, get, items, string } from '../../formats/tree.ts'
import { yamlDocument } from '../../formats/yaml.ts'
import type { FileRule } from '../../model/rule.ts'
import { at } from '../../model/location.ts'
import { placed, reported, shown } from './report.ts'

/** Dependabot is allowed to run code of the packages that it updates. */
export const dependabotExecution: FileRule = {
  id: 'configuration/dependabot-execution',
  title: 'Dependabot may run code of packages while it updates them.',
  severity: 'medium',
  why: 'With `insecure-external-code-execution: allow` the scripts of every new version run where Dependabot holds the credentials of the private registries, before anybody has looked at the version: the newest release of any dependency is enough to take them.',
  fix: 'Remove the setting; where an ecosystem cannot do without, give Dependabot no registries with more than read rights.',
  references: [
    'https://docs.github.com/en/code-security/dependabot/working-with-dependabot/dependabot-options-reference',
    'https://docs.zizmor.sh/audits/#dependabot-execution',
    'https://cwe.mitre.org/data/definitions/829.html',
  ],
  files: ['**/.github/dependabot.{yml,yaml}'],
  async *inspect(file) {
    const { root, lines } = await file.read(yamlDocument)
    const hasRegistries = entries(get(root, 'registries')).length > 0
    const allowed = items(get(root, 'updates')).flatMap((update) => {
      const value = get(update, 'insecure-external-code-execution')
      return value !== undefined && string(value) === 'allow'
        ? [{ offset: value.offset, ecosystem: shown(string(get(update, 'package-ecosystem')) ?? 'an ecosystem', 40) }]
        : []
    })
    if (allowed.length === 0) return
    yield reported({
      severity: hasRegistries ? 'high' : 'medium',
      title: `Dependabot may run code of packages for ${allowed.map(({ ecosystem }) => ecosystem).join(', ')}`,
      message: `Scripts of new versions run while they are looked at${hasRegistries ? ', where the credentials of the private registries are' : ''}.`,
      because: 'the setting says so',
      evidence: allowed.map(({ offset, ecosystem }) => {
        const { line, column } = lines.position(offset)
        return placed(at(file.path, line, column), `${ecosystem}: insecure-external-code-execution: allow`)
      }),
      fix: {
        text: 'Remove the setting.',
        remedy: { edit: 'insecure-external-code-execution: deny', file: file.path },
      },
      identity: `${file.path} execution`,
    })
  },
}
