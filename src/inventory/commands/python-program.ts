import { lineIndex } from '../../formats/line-index.ts'
import { looseText } from '../../formats/loose-text.ts'
import { type MappedText, MappedTextBuilder } from '../../formats/mapped-text.ts'
import type { Extractor } from '../extractor.ts'
import { isDevelopmentName } from '../python/development-name.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { nestedSite } from './command-site.ts'
import { fileSite } from './file-site.ts'
import { InstallRecorder } from './install-recorder.ts'
import { readPython, readScript } from './script.ts'

/**
 * Python programs: `os.system` and `subprocess` calls of pip, uv, conda and npm, the environments that Modal, Ray, Airflow, Kubeflow,
 * MLflow, SageMaker, Databricks, BentoML and others build from arguments, nox sessions, and notebooks kept as programs
 * (Databricks' source format, jupytext).
 */
export const pythonProgram: Extractor = {
  id: 'commands/python-program',
  title:
    'Python programs: packages installed by subprocess, os.system, nox, Modal, Ray, Airflow, Kubeflow, MLflow, SageMaker',
  files: ['**/*.py', '**/*.pyw'],
  extract: async (file) => {
    const recorder = new InstallRecorder('commands/python-program', await file.read(limitsInForce))
    const text = await file.read(looseText)
    // Most programs install nothing, and looking for a word costs a fiftieth of splitting them into tokens.
    if (!WORDS.test(text)) return recorder.finish()
    const site = fileSite(file.path, lineIndex(text), recorder, isForDeveloping(file.path) ? 'development' : 'runtime')
    readPython(text, site)
    for (const cell of commentedCells(text)) readScript(cell.text, nestedSite(site, cell, site.variable))
    return recorder.finish()
  },
}

/** Without any of these a program installs nothing that is read here. */
const WORDS =
  /\bpip\b|pip_|_pip|pip3|pipmain|pipx|conda|mamba|\buvx?\b|\bnp[mx]\b|pnpm|\byarn\b|\bbunx?\b|poetry|\bpdm\b|runtime_env|RuntimeEnv|micropip|piplite|installPyPI|[vV]irtualenv|packages_to_install|CustomTrainingJob|DockerSettings|ImageSpec|PipInstall|CondaInstall|PyPiLibrary|@pypi|python_packages|requirements_file|run_commands|dockerfile_commands|framework_version|(?:transformers|pytorch)_version|session\.|PIP_|python-modules|["']pypi["']/

function isForDeveloping(path: string): boolean {
  return /(?:^|\/)noxfile\.py$/.test(path) || path.split('/').some((segment) => isDevelopmentName(segment))
}

/**
 * Cells that stand in comments because they are no Python: `# MAGIC %pip install x` (Databricks notebook source), and
 * `# !pip install x` (jupytext).
 */
function commentedCells(text: string): readonly MappedText[] {
  const head = text.slice(0, 4096)
  if (head.startsWith('# Databricks notebook source')) return cellsOf(text, /^# MAGIC ?(.*)$/gm)
  return /^# {1,9}jupytext:/m.test(head)
    ? cellsOf(text, /^# ?([!%](?:pip|conda|mamba|uv|sh|bash|apt)?\b.*|![^=\n].*)$/gm)
    : []
}

/** Lines that follow one another are one cell; its first word says who reads it. */
function cellsOf(text: string, lines: RegExp): readonly MappedText[] {
  const cells: MappedText[] = []
  let builder: MappedTextBuilder | undefined
  let end = -1
  let isShell = false
  let continues = false
  for (const { 0: line, 1: content = '', index } of text.matchAll(lines)) {
    const goesOn = builder !== undefined && index === end + 1
    end = index + line.length
    const start = end - content.length
    const marker = /^(?:%?%(?:sh|bash)\b|[!%])/.exec(content)?.[0] ?? ''
    if (!goesOn) {
      if (builder !== undefined) cells.push(builder.build())
      builder = new MappedTextBuilder()
      isShell = marker.endsWith('sh')
    }
    // In other cells than the shell's only lines with a marker are commands, and what goes on from them.
    const isCommand: boolean = isShell || marker !== '' || (goesOn && continues)
    continues = isCommand && content.endsWith('\\')
    if (isCommand) builder?.add(`${content.slice(marker.length)}\n`, start + marker.length)
  }
  if (builder !== undefined) cells.push(builder.build())
  return cells
}
