import { plainText } from '../../../formats/mapped-text.ts'
import type { PythonUse } from '../../../formats/python/module.ts'
import { literalWord } from '../../../formats/shell-word.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import { pythonOf } from '../python/python-code.ts'
import type { FileCode } from './file-code.ts'
import { ShellCollector } from './shell-collector.ts'

/** What Python code has a shell run: `os.system("curl … | sh")`, `subprocess.run(["pip", "install", …])`. */
export async function readPythonCommands(file: ScannedFile): Promise<FileCode> {
  const collector = new ShellCollector(file.limits)
  const code = await pythonOf(file)
  for (const use of code?.module.uses ?? []) {
    if (use.kind !== 'call' || use.runs === 'never' || !STARTERS.test(use.name)) continue
    const site = { locate: () => code?.locate(use) ?? { path: file.path } }
    const [given] = use.arguments
    // The reading cuts long texts; a command that is cut is not guessed at.
    if (given?.type === 'text' && isWhole(given)) collector.readScript(plainText(given.value), site)
    else if (given?.type === 'list' && isWhole({ ...given, length: given.value.length }))
      collector.readWords(wordsOf(given), site)
  }
  return collector.finish('script')
}

const STARTERS =
  /^(?:os\.(?:system|popen)|subprocess\.(?:run|call|check_call|check_output|Popen|getoutput|getstatusoutput)|(?:asyncio\.)?(?:asyncio\.subprocess\.)?create_subprocess_shell)$/

type Given = PythonUse['arguments'][number]

/** What is shown of an argument has at most 120 characters. */
function isWhole({ value, length }: Given): boolean {
  return length === value.length && value.length < 120
}

/** The items of a list are shown joined by blanks; one with a blank in it is not told apart, which no rule depends on. */
function wordsOf({ value }: Given): ReturnType<typeof literalWord>[] {
  return value.split(' ').map((word) => literalWord(plainText(word), word !== '…'))
}
