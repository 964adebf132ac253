import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import { withoutCredentials } from '../../formats/without-credentials.ts'
import type { IndexSetting } from './indexes/index-setting.ts'
import { INDEX_FILES, settingsOf } from './indexes/settings-of.ts'
import { placed, reported, shown } from './report.ts'

/** A password for a package index is written into a file of the project. */
export const indexCredentials: FileRule = {
  id: 'configuration/index-credentials',
  title: 'A password for a package index is written into a file of the project.',
  severity: 'high',
  why: 'Everyone who can read the repository, an image layer or a log can use it: to read internal packages, and where the right to publish comes with it, to publish under your names. Stolen publishing tokens were the way into litellm, ultralytics and hundreds of npm packages.',
  fix: 'Revoke the password, and let the tool take a new one from the environment or a keyring: ${NAME} in .npmrc and requirements, UV_INDEX_<NAME>_PASSWORD, keyring for pip, build secrets in images.',
  references: [
    'https://cwe.mitre.org/data/definitions/798.html',
    'https://pip.pypa.io/en/stable/topics/authentication/',
    'https://docs.docker.com/build/building/secrets/',
  ],
  files: INDEX_FILES,
  async *inspect(file) {
    for (const [subject, group] of Map.groupBy((await settingsOf(file)).filter(hasSecret), subjectOf))
      yield observed(file.path, subject, group)
  },
}

function hasSecret({ kind, value }: IndexSetting): boolean {
  return kind === 'secret' || (withoutCredentials(value) !== value && !isPlaceholder(value))
}

/** `user:password@`, `<token>@` and `$TOKEN@` are examples or variables. */
function isPlaceholder(value: string): boolean {
  const user = /:\/\/([^/]{0,300})@/.exec(value)?.[1] ?? ''
  const secret = user.slice(user.indexOf(':') + 1)
  return (
    /[${<%]/.test(secret) ||
    /^(?:pass(?:word)?|token|secret|user(?:name)?|my_?\w*|your[-_]?\w*|x+|\*+|changeme|example|api_?key|git)$/i.test(
      secret,
    )
  )
}

function subjectOf({ value, kind, written }: IndexSetting): string {
  return kind === 'secret' ? written : withoutCredentials(value)
}

function observed(path: string, subject: string, group: readonly IndexSetting[]): Observation {
  const [first] = group
  const host = first?.kind === 'secret' ? shown(first.written, 80) : shown(subject, 100)
  return reported({
    severity: 'high',
    title: 'A package index is used with a password that stands in the file',
    message: `${host} has a password or token written out. It is not shown here; it is in the history of the repository as well, so removing it is not enough.`,
    because: 'the value is no variable and no known placeholder',
    confidence: 'medium',
    evidence: group.map(({ location }) => placed(location, host)),
    fix: {
      text: 'Revoke the password, remove it here, and let the tool take a new one from the environment or a keyring.',
      ...(first?.remedy === undefined ? {} : { remedy: { edit: first.remedy, file: path } }),
    },
    identity: `${path} ${shown(subject, 200)}`,
  })
}
