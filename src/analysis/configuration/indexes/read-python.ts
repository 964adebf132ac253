import type { PythonUse } from '../../../formats/python/module.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import { argument, textOf } from '../python/argument.ts'
import { type PythonCode, pythonOf } from '../python/python-code.ts'
import type { IndexSetting } from './index-setting.ts'
import { readCommands, settingOfVariable } from './read-commands.ts'

/** What Python code switches off for itself and for the tools it starts. */
export async function readPython(file: ScannedFile): Promise<readonly IndexSetting[]> {
  const code = await pythonOf(file)
  const own = code === undefined ? [] : code.module.uses.flatMap((use) => settingsOfUse(use, code))
  return [...own, ...(await readCommands(file))]
}

function settingsOfUse(use: PythonUse, { locate }: PythonCode): readonly IndexSetting[] {
  if (use.kind !== 'assign' || use.runs === 'never') return []
  // The recipe of a thousand answers to "certificate verify failed": all of urllib then accepts every server.
  if (use.name === 'ssl._create_default_https_context') {
    const [value] = use.arguments
    if (value?.value !== 'ssl._create_unverified_context') return []
    const written = 'ssl._create_default_https_context = ssl._create_unverified_context'
    return [{ tool: 'pip', kind: 'unverified', value: 'python', location: locate(use), written }]
  }
  if (use.name !== 'os.environ[]') return []
  const [name, value] = [textOf(argument(use, 0, '')), textOf(argument(use, 1, ''))]
  return name === undefined ? [] : settingOfVariable({ name, value, location: locate(use) })
}
