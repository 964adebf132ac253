import { looseText } from '../../formats/loose-text.ts'
import type { Format } from '../../base/bytes.ts'
import { lineIndex } from '../../formats/line-index.ts'
import type { Evidence } from '../../model/evidence.ts'
import type { Observation } from '../../model/finding.ts'
import { at } from '../../model/location.ts'
import type { FileRule } from '../../model/rule.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import { CODE_FILES, codeOf } from './code/code-of.ts'
import { type FileCode, type PlacedCommand, shownCommand } from './code/file-code.ts'
import { type PythonCode, PYTHON_FILES, pythonOf } from './python/python-code.ts'
import { isPinned, trustedCalls } from './python/trusted-calls.ts'
import { counted, listed, placed, reported, shown } from './report.ts'

/** Whatever code a model repository holds is run when the model is loaded. */
export const trustedCode: FileRule = {
  id: 'configuration/trusted-code',
  title: 'Code of a model repository is trusted in advance.',
  severity: 'medium',
  why: 'With trust_remote_code the loader imports Python files of the repository with all rights of this program. Without a commit in revision these are the files that stand there on the day of the load: whoever owns the repository, takes over its account or registers its name again after it was deleted decides what runs here.',
  fix: 'Load without it where the library knows the architecture; otherwise read the code, copy it to where you control it or pin revision (and code_revision) to the full commit you have read.',
  references: [
    'https://huggingface.co/docs/transformers/custom_models',
    'https://docs.vllm.ai/en/latest/usage/security/',
    'https://docs.pytorch.org/docs/stable/hub.html',
    'https://cwe.mitre.org/data/definitions/829.html',
  ],
  files: [...PYTHON_FILES, ...CODE_FILES, '**/*.{yml,yaml}'],
  async *inspect(file) {
    const trusts = await trustsIn(file)
    for (const [subject, group] of Map.groupBy(trusts, ({ subject: one }) => one))
      yield observed(file.path, subject, group)
  },
}

/** One place where code is trusted. */
interface Trust {
  /** The repository, where it is written; empty otherwise. */
  readonly subject: string
  readonly evidence: Evidence
  /** The code is fixed: a full commit, or a folder of the machine. */
  readonly fixed: boolean
}

async function trustsIn(file: ScannedFile): Promise<readonly Trust[]> {
  if (/\.(?:pyw?|ipynb)$/.test(file.path)) return [...(await pythonTrusts(file)), ...commandTrusts(await codeOf(file))]
  const code = await codeOf(file)
  const found = commandTrusts(code)
  return found.length === 0 && /\.ya?ml$/.test(file.path) ? yamlTrusts(file) : found
}

async function pythonTrusts(file: ScannedFile): Promise<readonly Trust[]> {
  const code = await pythonOf(file)
  if (code === undefined) return []
  const calls = trustedCalls(code.module).map(({ use, called, repository, fixed }) => ({
    subject: repository ?? '',
    evidence: placed(code.locate(use), repository === undefined ? called : `${called}: ${repository}`),
    fixed,
  }))
  return [...calls, ...keyTrusts(code)]
}

/** `model_kwargs={"trust_remote_code": True}`: handed on by a name, so the text is asked. */
const KEY = /^[^#\n]{0,300}?["']trust_remote_code["'](?:\]\s{0,9}=|\s{0,9}:)\s{0,9}True\b/gm

function keyTrusts({ source, locate }: PythonCode): readonly Trust[] {
  const lines = lineIndex(source)
  return [...source.matchAll(KEY)].slice(0, MOST).map(({ 0: match, index }) => {
    const place = lines.position(index + match.lastIndexOf('trust_remote_code'))
    return { subject: '', evidence: placed(locate(place), match.trim().slice(-100)), fixed: false }
  })
}

/** `vllm serve x --trust-remote-code`, `TRUST_REMOTE_CODE=true`. */
function commandTrusts({ commands, variables }: FileCode): readonly Trust[] {
  return [
    ...commands.flatMap((command): readonly Trust[] => {
      const { words } = command.invocation
      const place = words.findIndex(({ text }) => /^--?trust[-_]remote[-_]code(?:=(?:true|1|yes))?$/i.test(text))
      const flag = words[place]
      if (flag === undefined || /^(?:false|0|no)$/i.test(words[place + 1]?.text ?? '')) return []
      const subject = modelOf(command)
      const fixed = /^[./~]/.test(subject) || isPinned(optionOf(command, /^--(?:code-)?revision$/))
      return [{ subject, evidence: placed(command.locate(flag.original(0)), shownCommand(command)), fixed }]
    }),
    ...variables.flatMap(({ name, value, location }): readonly Trust[] => {
      if (!/(?:^|_)TRUST_REMOTE_CODE$/.test(name) || !/^(?:1|true|yes|on)$/i.test(value ?? '')) return []
      return [{ subject: '', evidence: placed(location, `${name}=${value ?? ''}`), fixed: false }]
    }),
  ]
}

function modelOf(command: PlacedCommand): string {
  const { words, program } = command.invocation
  const named = optionOf(command, /^--(?:model|model-path|model-id|model_name_or_path|pretrained_model_name_or_path)$/)
  const served = program === 'vllm' && words[0]?.text === 'serve' ? words[1]?.text : undefined
  const model = named ?? served ?? ''
  return model.includes('$') ? '' : model
}

function optionOf(command: PlacedCommand, name: RegExp): string | undefined {
  const { words } = command.invocation
  const place = words.findIndex(({ text }) => name.test(text.split('=', 1)[0] ?? ''))
  const text = words[place]?.text ?? ''
  return text.includes('=') ? text.slice(text.indexOf('=') + 1) : place < 0 ? undefined : words[place + 1]?.text
}

const IN_YAML =
  /^[^#\n]{0,300}?(?:(?:["']?(?:trust_remote_code|trustRemoteCode|TRUST_REMOTE_CODE)["']?[ \t]*:[ \t]*["']?(?:true|True|1)\b)|--trust[-_]remote[-_]code\b(?![ =]*(?:false|False|0)))/gm

/** Nearly all YAML has none of it, and is not even decoded. */
const mention: Format<boolean> = {
  id: 'configuration/trust-words',
  parse: (bytes) =>
    /trust[-_]?remote[-_]?code/i.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')),
}

/** Arguments of Kubernetes manifests and settings of training tools: no command is there to be read. */
async function yamlTrusts(file: ScannedFile): Promise<readonly Trust[]> {
  if (!(await file.read(mention))) return []
  const text = await file.read(looseText)
  const lines = lineIndex(text)
  return [...text.matchAll(IN_YAML)].slice(0, MOST).map(({ 0: match, index }) => {
    const { line, column } = lines.position(index + match.length - match.trimStart().length)
    return { subject: '', evidence: placed(at(file.path, line, column), match.trim()), fixed: false }
  })
}

const MOST = 50

function observed(path: string, subject: string, group: readonly Trust[]): Observation {
  const fixed = group.every((one) => one.fixed)
  const whose = subject === '' ? 'whatever repository is loaded' : shown(subject, 100)
  return reported({
    severity: fixed ? 'low' : 'medium',
    title: `The code of ${whose} is trusted in advance`,
    message: fixed
      ? `Python files of ${whose} are imported when it is loaded. The place or the commit is fixed, so they do not change by themselves; somebody must have read them once.`
      : `Python files of ${whose} are imported when it is loaded, as they stand there on that day${group.length > 1 ? ` (${counted(group.length, 'place')})` : ''}. No commit is named.`,
    because: `${listed([...new Set(group.map(({ evidence }) => evidence.note))], 1)} says so`,
    evidence: group.map(({ evidence }) => evidence),
    fix: {
      text: fixed
        ? 'Keep a note of who has read the code at this commit; drop trust_remote_code where the library knows the architecture.'
        : 'Load without trust_remote_code where the library knows the architecture; otherwise pin revision to the full commit whose code you have read.',
      remedy: { edit: fixed ? 'trust_remote_code=False' : pinFor(path), file: path },
    },
    identity: `${path} ${whose}`,
  })
}

function pinFor(path: string): string {
  if (/\.(?:pyw?|ipynb)$/.test(path)) return 'revision="<commit>"'
  return /\.ya?ml$/.test(path) ? 'revision: <commit>' : '--revision <commit>'
}
