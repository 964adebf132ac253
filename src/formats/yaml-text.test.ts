import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { get } from './tree.ts'
import { scalarText } from './yaml-text.ts'
import { yamlDocument } from './yaml.ts'

/** The text under `run`, and the line and column of a word in it. */
function placed(document: string, word: string): readonly [text: string, place: string] {
  const tree = yamlDocument.parse(new TextEncoder().encode(document), DEFAULT_LIMITS)
  const scalar = get(tree.root, 'run')
  if (scalar?.kind !== 'scalar') throw new Error('no scalar')
  const mapped = scalarText(document, scalar)
  const { line, column } = tree.lines.position(mapped.original(mapped.text.indexOf(word)))
  return [mapped.text, `${line}:${column}`]
}

describe('a script in a YAML scalar knows where its words stand', () => {
  it.each([
    ['run: pip install torch', 'torch', 'pip install torch', '1:18'],
    ['run: "pip install torch"', 'torch', 'pip install torch', '1:19'],
    ['run: |\n  cd x\n  pip install torch\n', 'torch', 'cd x\npip install torch\n', '3:15'],
    [
      'run: |-\n    if a; then\n      pip install torch\n    fi',
      'torch',
      'if a; then\n  pip install torch\nfi',
      '3:19',
    ],
    ['run: |\n\n\n  pip install torch\n', 'torch', '\n\npip install torch\n', '4:15'],
    ['run: >\n  pip install\n  torch\n', 'torch', 'pip install torch\n', ''],
    ['run: "pip\\tinstall torch"', 'torch', 'pip\tinstall torch', ''],
  ])('%j', (document, word, text, place) => {
    const [found, at] = placed(document, word)
    expect(found).toBe(text)
    // What is folded or escaped has no place of its own.
    if (place !== '') expect(at).toBe(place)
  })

  it('is linear', () => {
    const document = `run: |\n${'  echo a\n'.repeat(100_000)}`
    const began = performance.now()
    placed(document, 'echo')
    expect(performance.now() - began).toBeLessThan(5000)
  })
})
