import { ipynb, type Notebook, type NotebookCell } from '../../formats/ipynb.ts'
import { lineIndex } from '../../formats/line-index.ts'
import type { CommandSite } from '../commands/command-site.ts'
import { fileBeside } from '../commands/file-beside.ts'
import { InstallRecorder } from '../commands/install-recorder.ts'
import type { Extractor } from '../extractor.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { readCell } from './cell.ts'
import { type Session, startSession } from './session.ts'

/** Jupyter, Colab, Kaggle and Databricks notebooks: what their code cells install. */
export const notebook: Extractor = {
  id: 'notebooks/notebook',
  title: 'Jupyter notebooks: packages installed by !pip, %pip, %conda, %%bash cells, os.system and subprocess',
  files: ['**/*.ipynb'],
  extract: async (file) => {
    const recorder = new InstallRecorder('notebooks/notebook', await file.read(limitsInForce))
    const parsed = await file.read(ipynb)
    const session = startSession()
    for (const cell of parsed.cells) {
      if (cell.kind === 'code') readCell(cell, siteOf(file.path, parsed, cell, session, recorder), session)
    }
    return recorder.finish()
  },
}

/** Offsets of the site count in the source of the cell. */
function siteOf(
  path: string,
  parsed: Notebook,
  cell: NotebookCell,
  session: Session,
  recorder: InstallRecorder,
): CommandSite {
  const cellLines = lineIndex(cell.source.text)
  return {
    recorder,
    groups: [],
    scope: 'runtime',
    locate: (offset) => {
      const { line, column } = parsed.lines.position(cell.source.original(offset))
      const cellLine = cellLines.position(offset).line
      return { path, lines: { start: line, end: line }, column, cell: cell.number, cellLine }
    },
    variable: (name) => (name === 'PWD' ? session.directory : session.environment.get(name)),
    escape: '\\',
    findFile: fileBeside(path),
    depth: 0,
  }
}
