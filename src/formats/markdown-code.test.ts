import { describe, expect, it } from 'vitest'
import { codeBlocks } from './markdown-code.ts'

describe('fenced code of a Markdown document', () => {
  it.each([
    ['```python\na\nb\n```', ['python 2 a|b']],
    ['text\n\n~~~ Bash title="x"\na\n~~~\n', ['bash 4 a']],
    ['```\na\n```\n\n```sh\nb\n```', [' 2 a', 'sh 6 b']],
    ['````md\n```\na\n```\n````', ['md 2 ```|a|```']],
    ['```python\r\na\r\n```', ['python 2 a']],
    ['```python\na', ['python 2 a']],
    ['    ```\n    a\n', []],
    ['`code` and ```inline``` code', []],
    ['```python\na\n``` not the end\n```', ['python 2 a|``` not the end']],
    ['', []],
  ])('%j', (document, expected) => {
    expect(
      codeBlocks(document).map(({ language, line, text }) => `${language} ${line} ${text.replaceAll('\n', '|')}`),
    ).toEqual(expected)
  })

  it('is bounded and linear', () => {
    expect(codeBlocks('```\n'.repeat(10_000))).toHaveLength(1000)
    const began = performance.now()
    codeBlocks('`'.repeat(2_000_000))
    codeBlocks('```'.padEnd(2_000_000, ' x'))
    expect(performance.now() - began).toBeLessThan(2000)
  })
})
