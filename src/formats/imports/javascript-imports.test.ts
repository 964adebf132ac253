import { describe, expect, it } from 'vitest'
import { readJavaScriptImports } from './javascript-imports.ts'

/** `specifier@line`, with the use behind. */
function inWords(source: string): readonly string[] {
  return readJavaScriptImports(new TextEncoder().encode(source)).map(
    ({ module, line, use }) => `${module}@${line}${use === 'needed' ? '' : ` ${use}`}`,
  )
}

describe('imports of JavaScript and TypeScript', () => {
  it.each([
    ['nothing', '', []],
    ['for effect', 'import "a"; import\'b\'', ['a@1', 'b@1']],
    ['a default', 'import a from "a"', ['a@1']],
    ['names', 'import { b, c as d, "e-f" as g, default as h } from "a"', ['a@1']],
    ['a default and names', 'import a, { b } from "a"\nimport c, * as d from "e"', ['a@1', 'e@2']],
    ['a name space', 'import * as a from "a"', ['a@1']],
    ['over lines, with comments', 'import {\n  // "x"\n  b, /* from "y" */\n} from\n "a"\nimport "z"', ['a@1', 'z@6']],
    ['without blanks', 'import{a}from"a";import*as b from"b"', ['a@1', 'b@1']],
    [
      'names that are keywords',
      'import type from "a"; import { type } from "b"; import from from "c"',
      ['a@1', 'b@1', 'c@1'],
    ],
    ['attributes', 'import a from "./a.json" with { type: "json" }\nimport "b"', ['./a.json@1', 'b@2']],
    ['stages', 'import defer * as a from "a"; import source b from "b"', ['a@1', 'b@1']],
    [
      'what is exported again',
      'export * from "a"; export * as b from "b"; export { c as d } from "c"',
      ['a@1', 'b@1', 'c@1'],
    ],
    ['what is exported only', 'export const a = "x"; export { a }; export default "from"', []],
    ['a call', 'const a = await import("a"); import(/* why */ `b`)', ['a@1', 'b@1']],
    ['require', 'const a = require("a"), b = require.resolve(\'b\')', ['a@1', 'b@1']],
    ['require of TypeScript', 'import a = require("a")', ['a@1']],
    ['spread', 'f(...require("a"))', ['a@1']],
    [
      'types',
      'import type { A } from "a"; import type B from "b"; export type * from "c"',
      ['a@1 types', 'b@1 types', 'c@1 types'],
    ],
    [
      'types among the names',
      'import { type A, type B as C } from "a"; import { type D, e } from "b"',
      ['a@1 types', 'b@1'],
    ],
    ['types by call', 'let a: import("a").B; type C = typeof import("c")', ['a@1 types', 'c@1 types']],
    ['promises', 'import("a").then(f); import("b").catch(g)', ['a@1', 'b@1 optional']],
    ['a reference', '/// <reference types="node" />\n/// <reference path="./x" />', ['node@1 types']],
    ['what is tried', 'try { a = require("a") } catch {}\nrequire("b")', ['a@1 optional', 'b@2']],
    ['a byte order mark', '\ufeffimport "a"', ['a@1']],
    ['a script for a shell', '#!/usr/bin/env node\nimport "a"', ['a@2']],
  ])('%s', (_, source, expected) => {
    expect(inWords(source)).toEqual(expected)
  })

  it.each([
    ['a comment', '// import "a"\n/* require("b") */\n/** @type {import("c").D} */'],
    ['a string', 'x = "import \'a\'"; y = \'require("b")\''],
    ['a template', 'x = `import "a" ${`require("b")`} export * from "c"`'],
    ['a regular expression', 'x = /import "a"/; if (y) /require("b")/.test(z); return /["\'`]import "c"/'],
    ['a method', 'a.import("b"); a.require("c"); this.#import("d")'],
    ['a key', 'x = { import: "a", require: "b", export: "c" }'],
    ['meta', 'import.meta.url; new URL("a", import.meta.url)'],
    ['a name', 'imports("a"); $require("b"); requireAll("c"); importScripts("d")'],
    ['what only the run tells', 'import(a); require("b" + c); require(`${d}`); import("e" + f)'],
    ['Unfinished code', 'import { a, b\nimport {\nexport { from "a"'],
  ])('%s imports nothing', (_, source) => {
    expect(inWords(source)).toEqual([])
  })

  it.each([
    ['a field of a template', 'x = `a ${require("b")} c ${{ d: `e` }}`; require("f")', ['b@1', 'f@1']],
    ['a division', 'x = a / b; require("c") / 2; y = (a) / "import" / 2', ['c@1']],
    ['a division behind a name', 'x = i++ / 2; y = a[0] / 3; require("b") // "', ['b@1']],
    ['a slash in a class of characters', 'x = /[/"]/; require("a")', ['a@1']],
    ['the text of JSX', 'x = <p>It\'s a `quote</p>\nconst y = import("a")', ['a@2']],
    ['the tags of JSX', 'x = <a href={b}/>; y = <b>{c}</b>; require("d")', ['d@1']],
    ['a comment that is not closed', 'x = 1 /* "\nrequire("a")', ['a@2']],
    ['a string that is not closed', 'x = "a\nrequire("b")', ['b@2']],
  ])('sees what stands behind %s', (_, source, expected) => {
    expect(inWords(source)).toEqual(expected)
  })
})

const MEGABYTE = 1_000_000

describe('a megabyte of', () => {
  it.each([
    ['the word alone', 'import '],
    ['open lists', 'import{'],
    ['lists without an end', 'import {a,'],
    ['comments that do not end', 'export/*'],
    ['comments behind words', 'import//'],
    ['templates in templates', '`${'],
    ['braces', '{}'.repeat(3) + '{'],
    ['slashes', '/a'],
    ['closed conditions', 'if(a)/'],
    ['tries', 'try{require("a");'],
    ['blanks in calls', 'require (   "a"   '],
    ['strings', 'require("'],
  ])('%s is read in no time', (_, piece) => {
    const bytes = Buffer.from(piece.repeat(Math.ceil(MEGABYTE / piece.length)))
    const start = performance.now()
    readJavaScriptImports(bytes)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
