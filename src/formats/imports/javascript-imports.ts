import type { Format } from '../../base/bytes.ts'
import { type ImportedModule, type ImportUse, MOST_IMPORTS } from './imported-module.ts'
import { type JavaScriptReference, readReference } from './javascript-reference.ts'
import { forEachJavaScriptWord } from './javascript-words.ts'
import { lineCounter, sourceBytes } from './source-bytes.ts'

/** The modules a JavaScript or TypeScript file imports. Takes any bytes; what is binary imports nothing (`.ts` is a video format, too). */
export const javascriptImports: Format<readonly ImportedModule[]> = {
  id: 'javascript-imports',
  binary: true,
  parse: (bytes) => (bytes.subarray(0, 512).includes(0) ? [] : readJavaScriptImports(bytes)),
}

/**
 * Specifiers of static imports and re-exports, `import("x")`, `require("x")`, `require.resolve("x")` and
 * `/// <reference types="x" />`, in order, in JavaScript, TypeScript and JSX. No parser: strings, templates, comments and regular expressions are
 * stepped over, and the words `import`, `export` and `require` outside of them are looked at. Linear, takes any bytes.
 */
export function readJavaScriptImports(bytes: Uint8Array): readonly ImportedModule[] {
  const source = sourceBytes(bytes)
  const line = lineCounter(source)
  const found: ImportedModule[] = []
  forEachJavaScriptWord(source, {
    word: (offset, isTried) => {
      const reference = readReference(source, offset)
      if (reference === undefined) return undefined
      add(offset, reference.specifier, useOf(reference, isTried))
      return reference.end
    },
    directive: (offset, specifier) => add(offset, specifier, 'types'),
  })
  return found

  function add(offset: number, module: string, use: ImportUse): void {
    if (found.length < MOST_IMPORTS) found.push({ module, names: [], line: line(offset), use })
  }
}

function useOf({ kind, use }: JavaScriptReference, isTried: () => boolean): ImportUse {
  return kind === 'call' && use === 'needed' && isTried() ? 'optional' : use
}
