import { frontMatter } from '../../formats/front-matter.ts'
import { lineIndex } from '../../formats/line-index.ts'
import { looseText } from '../../formats/loose-text.ts'
import { get, scalarText, string } from '../../formats/tree.ts'
import { yaml } from '../../formats/yaml.ts'
import { at } from '../../model/location.ts'
import { InstallRecorder } from '../commands/install-recorder.ts'
import type { Extractor } from '../extractor.ts'
import { limitsInForce } from '../python/limits-in-force.ts'

/**
 * README.md of a Hugging Face Space ("Spaces Configuration Reference"): `sdk` and `sdk_version` say which Gradio or Streamlit is
 * installed. What else it needs stands in requirements.txt, which has its own reader.
 */
export const space: Extractor = {
  id: 'services/space',
  title: 'README.md of a Hugging Face Space: the version of Gradio or Streamlit that it runs on',
  files: ['**/README.md'],
  extract: async (file) => {
    const recorder = new InstallRecorder(space.id, await file.read(limitsInForce))
    const document = await file.read(looseText)
    const front = frontMatter(document.slice(0, LONGEST))
    if (front === undefined || !/^sdk\s*:/m.test(front.text)) return recorder.finish()
    const start = document.indexOf(front.text)
    const [tree] = yaml.parse(new TextEncoder().encode(front.text), recorder.limits)
    const name = string(get(tree?.root, 'sdk'))
    const value = get(tree?.root, 'sdk_version')
    const version = scalarText(value)
    if (name !== 'gradio' && name !== 'streamlit') return recorder.finish()
    const offset = value?.offset ?? get(tree?.root, 'sdk')?.offset ?? 0
    const { line, column } = lineIndex(document).position(start + offset)
    recorder.add({
      ecosystem: 'PyPI',
      name,
      version: version === undefined ? { kind: 'unstated' } : { kind: 'exact', version },
      origin: { kind: 'registry' },
      role: 'installs',
      scope: 'runtime',
      groups: [],
      direct: 'yes',
      location: at(file.path, line, column),
      text: version === undefined ? `sdk: ${name}` : `sdk_version: ${version}`,
      integrity: [],
    })
    return recorder.finish()
  },
}

/** Front matter of cards with long lists of languages and datasets stays far below. */
const LONGEST = 512 * 1024
