import { isPackageName } from '../../formats/pep508.ts'
import type { ShellWord } from '../../formats/shell-syntax.ts'
import type { VersionClaim } from '../../model/package-mention.ts'
import { registry } from '../python/requirement-claims.ts'
import { type InstallSetting, recordPythonPackage } from './python-requirement.ts'

/**
 * Records `name@version` as `uvx` and `poetry add` take it; everything else is a PEP 508 requirement. `latest` leaves the choice
 * to the registry. A poetry constraint may be a range (`^1.2`).
 */
export function recordNamedVersion(word: ShellWord, setting: InstallSetting, syntax: 'pep440' | 'poetry'): boolean {
  const { limits } = setting.site.recorder
  const at = word.text.indexOf('@')
  const written = word.text.slice(0, Math.max(0, at))
  const extras = written.endsWith(']') ? written.indexOf('[') : -1
  const name = extras < 0 ? written : written.slice(0, extras)
  const version = word.text.slice(at + 1)
  if (
    at < 0 ||
    at > 2 * limits.nameLength ||
    word.unknown.length > 0 ||
    !isPackageName(name, limits) ||
    /^\s|[/:]/.test(version)
  ) {
    return recordPythonPackage(word, setting)
  }
  setting.site.recorder.add({
    ecosystem: 'PyPI',
    name,
    version: claimOf(version, syntax),
    origin: registry(setting.index),
    role: 'installs',
    scope: setting.scope,
    groups: setting.groups,
    direct: 'yes',
    location: setting.site.locate(word.original(at + 1)),
    text: word.text,
    integrity: [],
  })
  return true
}

function claimOf(version: string, syntax: 'pep440' | 'poetry'): VersionClaim {
  if (version === '' || version === 'latest' || version === '*') return { kind: 'any' }
  const exact = /^(?:==)?\s*(v?\d[\w.!+-]*)$/.exec(version)?.[1]
  return exact === undefined ? { kind: 'range', text: version, syntax } : { kind: 'exact', version: exact }
}
