import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import { CODE_FILES, codeOf } from './code/code-of.ts'
import { type Download, isForgeable } from './code/download.ts'
import { type FileCode, type PlacedCommand, placeOf, shownCommand } from './code/file-code.ts'
import { type RunDownload, runDownloads } from './code/run-downloads.ts'
import { placed, reported, shown } from './report.ts'

/** A script is fetched from the network and run without anybody having looked at it. */
export const downloadedScript: FileRule = {
  id: 'configuration/downloaded-script',
  title: 'A script is fetched from the network and run as it comes.',
  severity: 'medium',
  why: 'Whoever controls the server, its name or the way to it decides on every run what is executed, with the rights and secrets of the build. A server can even tell a person who looks from a pipe that runs. In 2021 the uploader of a coverage service, run by curl | bash in thousands of pipelines, sent their secrets away for two months.',
  fix: 'Take the tool from a package manager with a lock file; or download one version to a file, compare its SHA-256 with one written beside the command, then run the file.',
  references: [
    'https://cwe.mitre.org/data/definitions/494.html',
    'https://attack.mitre.org/techniques/T1195/002/',
    'https://docs.docker.com/build/building/best-practices/',
  ],
  files: CODE_FILES,
  async *inspect(file) {
    const code = await codeOf(file)
    const runs = runDownloads(code)
    if (runs.length === 0) return
    // What README files say of installing tools is advice to people; models/readme-code looks at model cards.
    const isAdvice = code.kind === 'document'
    for (const [identity, run] of numbered(file.path, runs)) {
      if (!isAdvice || isForgeable(run.download)) yield observed(run, code, file, identity)
    }
  },
}

/** The address tells two runs of one file apart, whatever moves around them. */
function numbered(path: string, runs: readonly RunDownload[]): ReadonlyMap<string, RunDownload> {
  const found = new Map<string, RunDownload>()
  for (const run of runs) {
    const url = run.download.url ?? ''
    const query = url.search(/[?#]/)
    found.set(`${path} ${run.runner.invocation.program} ${shown(query < 0 ? url : url.slice(0, query), 300)}`, run)
  }
  return found
}

function observed(
  { runner, fetched, download, how }: RunDownload,
  code: FileCode,
  file: ScannedFile,
  identity: string,
): Observation {
  const forgeable = isForgeable(download)
  const from = download.url === undefined ? 'an address that only the run can tell' : shown(download.url, 100)
  const direct = how === 'piped'
  return reported({
    severity: forgeable ? 'high' : direct ? 'medium' : 'low',
    title: `${nameOf(runner)} runs what ${fetched === runner ? 'it fetches' : `${nameOf(fetched)} fetched`}`,
    message: `${direct ? 'The answer is run as it comes' : 'The file is run as it came, without a check of its hash or signature'}: ${from}.${forgeable ? ` ${whyForgeable(download)}` : ''}`,
    because: direct
      ? 'the command line hands the download to an interpreter'
      : 'a later command runs the file that the download wrote, and nothing between them compares a hash',
    confidence: code.kind === 'document' || !direct ? 'medium' : 'high',
    evidence: [
      placed(placeOf(fetched), shownCommand(fetched)),
      ...(runner === fetched ? [] : [placed(placeOf(runner), shownCommand(runner))]),
    ],
    fix: fixFor(download, runner.invocation.program, file),
    identity,
  })
}

function nameOf({ invocation }: PlacedCommand): string {
  return shown(invocation.program === '' ? invocation.name.text : invocation.program, 60)
}

function whyForgeable({ unchecked }: Download): string {
  return unchecked
    ? 'The certificate of the server is not checked, so anyone on the way can answer in its place.'
    : 'The connection is not encrypted, so anyone on the way can answer in the place of the server.'
}

function fixFor({ url }: Download, runner: string, file: ScannedFile): Observation['fix'] {
  const text = 'Download one version to a file, compare its SHA-256 with one written here, then run the file.'
  if (url === undefined || !/^https?:\/\/[\w./:%~+-]+$/.test(url) || file.path.endsWith('.ps1')) return { text }
  const program = /^(?:ba|z|da|k)?sh$|^python$/.test(runner) ? runner : 'sh'
  const edit = `curl -fsSLo downloaded ${url.replace(/^http:/, 'https:')} && echo "<sha256>  downloaded" | sha256sum -c && ${program} downloaded`
  return { text, remedy: { edit, file: file.path } }
}
