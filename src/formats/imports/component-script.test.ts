import { expect, it } from 'vitest'
import { componentScript } from './component-script.ts'
import { readJavaScriptImports } from './javascript-imports.ts'

it.each([
  [
    'Vue',
    '<template>\n <p>it\'s `import "x"`</p>\n</template>\n<script setup lang="ts">\nimport a from "a"\n</script>\n',
    ['a@5'],
  ],
  [
    'two scripts',
    '<script context="module">import "a"; x = `\n</script>\n<script>\nimport "b"</script>',
    ['a@1', 'b@4'],
  ],
  ['Astro', '---\nimport A from "a"\n---\n<A>import "x"</A>\n<script>import "b"</script>', ['a@2', 'b@5']],
  ['no script', '<p>import "a"</p>', []],
  ['a script that does not end', '<script>import "a"', []],
])('%s', (_, source, expected) => {
  const found = readJavaScriptImports(componentScript(new TextEncoder().encode(source)))
  expect(found.map(({ module, line }) => `${module}@${line}`)).toEqual(expected)
})
