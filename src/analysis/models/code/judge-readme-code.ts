import { excerpt } from '../../../base/escape.ts'
import type { Limits } from '../../../base/limits.ts'
import type { CodeBlock } from '../../../formats/markdown-code.ts'
import type { PythonUse } from '../../../formats/python/module.ts'
import { readPythonModule } from '../../../formats/python/python.ts'
import type { Severity } from '../../../model/severity.ts'
import type { ModelObservation } from '../observation.ts'
import { judgeCall } from './judge-call.ts'

/**
 * What the examples of a README ask people to do: only patterns that hand the machine to somebody else (a download into a shell,
 * code from the network, trust_remote_code, packages from odd places). Documentation runs nothing, so nothing is above medium.
 * One observation for each pattern, at its first line. Linear; blocks of more than a megabyte are cut.
 */
export function judgeReadmeCode(blocks: readonly CodeBlock[], limits: Limits): readonly ModelObservation[] {
  const first = new Map<string, ModelObservation>()
  for (const block of blocks) {
    const text = block.text.slice(0, MOST_CHARACTERS).replaceAll(/\r\n?/g, '\n')
    const notes = PYTHON.test(block.language) ? pythonNotes(text, limits) : shellNotes(text)
    for (const { advice, line, shown } of notes) {
      if (first.has(advice.id)) continue
      first.set(advice.id, observe(advice, block.line + line, shown))
    }
  }
  return [...first.values()]
}

const MOST_CHARACTERS = 1024 * 1024
const PYTHON = /^\{?\.?(?:python|py|python3|pycon|ipython|jupyter)\b/i

interface Advice {
  readonly id: string
  readonly severity: Severity
  readonly title: string
  readonly why: string
  readonly cwe: string
  readonly fix: string
}

interface Note {
  readonly advice: Advice
  /** 0-based inside the block. */
  readonly line: number
  readonly shown: string
}

const PIPED: Advice = {
  id: 'code/readme-piped-download',
  severity: 'medium',
  title: 'The README asks to run a download in a shell',
  why: 'Whoever answers the request decides what runs, and may answer a shell differently from a browser.',
  cwe: 'CWE-494',
  fix: 'Download the script, read it, then run it.',
}

const REMOTE: Advice = {
  id: 'code/readme-remote-code',
  severity: 'medium',
  title: 'The README runs code from the network',
  why: 'The example executes text that it fetches; whoever answers decides what runs.',
  cwe: 'CWE-494',
  fix: 'Do not run the example; take the code from a place you can review and pin.',
}

const TRUST: Advice = {
  id: 'code/readme-trust',
  severity: 'low',
  title: 'The README asks to load the model with trust_remote_code=True',
  why: 'The model brings its own code, which then runs with your rights, in the version of the day.',
  cwe: 'CWE-829',
  fix: 'Read the code of the repository and pin a revision before you trust it.',
}

const PACKAGE: Advice = {
  id: 'code/readme-package-source',
  severity: 'low',
  title: 'The README installs packages from outside the index you use',
  why: 'Packages from addresses, repositories without a pinned commit or other indexes are in no lock file and no advisory.',
  cwe: 'CWE-494',
  fix: 'Install a released version, or pin the commit.',
}

/** One pattern a line; lines are cut, so that each is bounded. */
function shellNotes(text: string): readonly Note[] {
  return text.split('\n').flatMap((whole, line) => {
    const shown = whole.slice(0, 2000)
    const advice = SHELL.filter(([pattern]) => pattern.test(shown)).map(([, one]) => one)
    return advice.map((one) => ({ advice: one, line, shown }))
  })
}

const SHELL: readonly (readonly [RegExp, Advice])[] = [
  [
    /\b(?:curl|wget|iwr|irm|Invoke-WebRequest)\b[^|;#\n]{0,500}\|\s{0,9}(?:sudo\s{1,9}(?:-\w{1,9}\s{1,9})?)?(?:bash|sh|zsh|dash|ksh|python3?|iex|node|perl|ruby)\b/i,
    PIPED,
  ],
  [/\b(?:bash|sh|zsh|source|eval)\b[^\n#;]{0,40}(?:<\(|\$\(|`)\s{0,9}(?:curl|wget)\b/, PIPED],
  [
    /\bpip3?[\d.]{0,4}\s{1,9}install\b[^\n#]{0,500}(?:git\+(?:https?|ssh|git):|\bhttps?:\/\/|--(?:extra-)?index-url|--trusted-host|\s-i\s|--find-links)/,
    PACKAGE,
  ],
  [/\btrust[-_]remote[-_]code(?:=|\s{1,3})True\b|--trust[-_]remote[-_]code\b/i, TRUST],
]

function pythonNotes(text: string, limits: Limits): readonly Note[] {
  const plain = text
    .split('\n')
    // Prompts of the interactive interpreter.
    .map((line) => line.replace(/^\s{0,20}(?:>>>|\.\.\.) ?/, ''))
  // Commands of a notebook are not Python.
  const module = readPythonModule(plain.map((line) => (/^\s*[!%]/.test(line) ? '' : line)).join('\n'), limits)
  const found = module.uses.flatMap((use): readonly Note[] =>
    adviceFor(use).map((advice) => ({ advice, line: use.line - 1, shown: plain[use.line - 1] ?? '' })),
  )
  // Examples are often cut short and do not parse; what stands on one line is found all the same.
  return [...found, ...shellNotes(plain.join('\n'))].toSorted((a, b) => a.line - b.line)
}

function adviceFor(use: PythonUse): readonly Advice[] {
  const isTrust = use.arguments.some(({ keyword, value }) => keyword === 'trust_remote_code' && value === 'True')
  const isRemote = judgeCall(use).some(({ kind, name }) => kind === 'code/remote-code' && name.startsWith('builtins.'))
  return [...(isTrust ? [TRUST] : []), ...(isRemote ? [REMOTE] : [])]
}

function observe(advice: Advice, line: number, shown: string): ModelObservation {
  return {
    ...advice,
    why: `${advice.why} Seen on line ${line}: ${excerpt(shown.trim(), 120)}.`,
    where: { inside: `line ${line}` },
    atlas: 'AML.T0011.000',
    when: 'with-trust',
  }
}
