import { excerpt } from '../../base/escape.ts'
import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import type { Severity } from '../../model/severity.ts'
import { archiveNames } from './archive-names.ts'

/** Files that nobody means to publish. Asked only where something is about to be published: `assay publish-check`. */
export const unwantedFile: FileRule = {
  id: 'publishing/unwanted-file',
  title: 'A file that is not meant for others would be published',
  severity: 'high',
  why: 'What packers take is decided by rules that surprise: several Python build back ends take ignored files along when they stand in the folder of the module, npm takes `.env` in a folder it was told to pack. A published archive cannot be taken back; scanners of registries read it within minutes.',
  fix: 'Leave the file out: name what is to be packed (`files` in package.json, `include` of the build back end) instead of what is not, and look at the list before publishing.',
  references: ['https://cwe.mitre.org/data/definitions/538.html', 'https://cwe.mitre.org/data/definitions/540.html'],
  files: ['**'],
  async *inspect(file) {
    yield* unwanted(file, file.path, '')
    for (const name of await archiveNames(file)) yield* unwanted(file, name, ` in ${excerpt(name, 160)}`)
  },
}

/** One kind of file that does not belong into a package. */
interface Unwanted {
  readonly paths: RegExp
  readonly severity: Severity
  readonly what: string
}

/** Each pattern is one alternative after the other at the end of a path: linear. */
const UNWANTED: readonly Unwanted[] = [
  {
    // `.env.example` and its like are templates, made to be published.
    paths: /(?:^|\/)\.env(?:\.(?!example$|sample$|template$|dist$|defaults$)[\w.-]{1,40})?$/,
    severity: 'high',
    what: 'environment variables, where credentials are kept',
  },
  {
    paths:
      /(?:^|\/)(?:\.npmrc|\.pypirc|\.netrc|_netrc|\.dockercfg|\.docker\/config\.json|\.git-credentials|\.htpasswd|\.pgpass|\.my\.cnf)$/,
    severity: 'high',
    what: 'credentials of a client',
  },
  {
    paths:
      /(?:^|\/)(?:\.aws\/(?:credentials|config)|\.kube\/config|kubeconfig|\.azure\/[\w.-]+|gcloud\/[\w.-]+|\.ssh\/[\w.-]+|\.gnupg\/[\w.-]+)$/,
    severity: 'high',
    what: 'credentials of a cloud or a host',
  },
  {
    paths: /(?:^|\/)(?:id_(?:rsa|dsa|ecdsa|ed25519)|[\w.-]{1,80}\.(?:p12|pfx|jks|keystore|ppk|kdbx))$/,
    severity: 'high',
    what: 'a private key or a store of keys',
  },
  {
    paths:
      /(?:^|\/)(?:\.(?:huggingface|cache\/huggingface)\/(?:token|stored_tokens)|\.config\/(?:wandb|openai|anthropic)\/[\w.-]+|kaggle\.json|\.claude\/\.credentials\.json)$/,
    severity: 'high',
    what: 'the token of an AI service',
  },
  {
    paths:
      /(?:^|\/)(?:\.claude\/(?:settings(?:\.local)?\.json|projects\/.{1,200})|\.mcp\.json|mcp\.json|\.cursor\/[\w./-]{1,200}|\.aider[\w.-]{0,60}|\.codex\/[\w./-]{1,200}|\.continue\/[\w./-]{1,200}|\.windsurf\/[\w./-]{1,200})$/,
    severity: 'medium',
    what: 'the settings or the history of an AI assistant, which hold tokens and prompts',
  },
  {
    paths: /(?:^|\/)\.(?:git|hg|svn)\/.{1,400}$/,
    severity: 'high',
    what: 'the history of version control, with everything that was ever removed',
  },
  {
    paths:
      /(?:^|\/)(?:\.(?:bash|zsh|python|node_repl|psql|mysql|sqlite)_history|[\w.-]{1,80}\.(?:sqlite3?|db-wal|dump|bak|swp|core)|core\.\d{1,9}|npm-debug\.log)$/,
    severity: 'medium',
    what: 'a history, a dump or a copy that a tool left behind',
  },
  {
    paths: /(?:^|\/)\.ipynb_checkpoints\/.{1,200}$/,
    severity: 'medium',
    what: 'an automatic copy of a notebook with its outputs',
  },
  {
    paths: /(?:^|\/)(?:terraform\.tfstate(?:\.backup)?|[\w.-]{1,80}\.tfvars)$/,
    severity: 'high',
    what: 'the state of Terraform, which holds secrets in plain text',
  },
]

function* unwanted(file: ScannedFile, name: string, inside: string): Iterable<Observation> {
  const path = name.replaceAll('\\', '/')
  const found = UNWANTED.find(({ paths }) => paths.test(path))
  if (found === undefined) return
  const shown = excerpt(path, 160)
  yield {
    severity: found.severity,
    title: `${shown} would be published`,
    message: `The file holds ${found.what}. Whoever gets the package gets it too.`,
    confidence: { level: 'high', because: ['by its name', 'it is among the files that would be packed'] },
    evidence: [{ location: { path: file.path }, note: `would be packed${inside}` }],
    fix: { text: `Leave ${shown} out of the package; if it was published before, revoke what it holds.` },
    identity: path.slice(0, 400),
  }
}
