import { describe, expect, it } from 'vitest'
import { crashes } from '../../../test/support/mutations.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { readJavaScriptModule } from './javascript.ts'

const fill = (text: string, length = 400_000): string => text.repeat(Math.ceil(length / text.length))
const each = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join('')

/** Several hundred thousand characters each; ordinary code of that size takes about a fifth of a second. */
const CASES: readonly (readonly [name: string, source: string])[] = [
  ['brackets in brackets', '('.repeat(100_000) + ')'.repeat(100_000)],
  ['a long sum', `x=${fill('1+')}1`],
  ['a sum that the parser holds', `x=${'"ab"+'.repeat(5000)}eval(a)`],
  ['members', `a${fill('.b')}`],
  ['calls of calls', `a${fill('()')}`],
  ['labels of one name', `${'a:'.repeat(3000)};`],
  ['else if', `if(a){}${'else if(a){}'.repeat(2500)}`],
  ['choices', `${'a?b:'.repeat(5000)}1`],
  ['functions in functions', `${'(function(){'.repeat(390)}${'})()'.repeat(390)}`],
  ['doubled texts', `a="x";${fill('a=a+a;')}`],
  ['doubled lists', `a=[1];${fill('a=a.concat(a);')}`],
  ['sums of alternatives', `${each(12, (i) => `a="${i}";`)}${fill('a=a+a+a+a;')}`],
  ['lists of themselves', `a=[];${fill('a.push(a);f(a);')}`],
  ['lists that call themselves', `a=[];${fill('a.map(a.map);', 100_000)}`],
  ['promises', `p=f()${fill('.then(x=>x)', 200_000)}`],
  ['functions that call the next', `${each(20_000, (i) => `function f${i}(a){return f${i + 1}(a)}`)}f0(process.env)`],
  ['classes of classes', each(15_000, (i) => `class C${i + 1} extends C${i}{m(){super.m()}}\n`)],
  ['classes in a circle', `var A,B;A=class extends B{};B=class extends A{};${fill('A.x;B.x.y;', 200_000)}`],
  ['replacements that grow', `a="x".repeat(1e6);${fill('b=a.replace(/x/g,"yy");', 50_000)}`],
  ['decoders', `a="QUFB".repeat(2e5);${fill('atob(a);', 50_000)}`],
  ['a text that runs itself', 's="eval(s);".repeat(2000);eval(s)'],
  ['many texts', each(10_000, (i) => `eval("x=${i};")\n`)],
  ['loops without end', fill('for(;;){x+=String.fromCharCode(1)}', 100_000)],
  ['a function that calls itself twice', `function f(n){return n<2?n:f(n-1)+f(n-2)}${each(5000, (i) => `x=f(${i});`)}`],
  ['tables that turn for ever', fill('(function(a){while(1){a.push(a.shift())}})([1,2,3]);', 5000)],
  ['many arguments', `f(${fill('a,')})`],
  ['a large pattern', `var [${fill('a,')}]=x`],
  ['templates', `x=\`${fill('${a}')}\``],
  ['modules of a bundle', `x={${each(15_000, (i) => `${i}:function(e,t,n){n(${i + 1});e.exports=n(${i + 2})}`).replaceAll('}', '},').slice(0, -1)}}`],
  ['broken lines', fill(')]}\n')],
  ['null bytes', fill('\0')],
  ['invisible characters', fill('\u200b')],
  ['variation selectors', `x="${fill('\ufe01')}"`],
  ['blanks', `;${fill(' ')}x`],
  ['JSON', `JSON.parse(${JSON.stringify('['.repeat(100_000) + ']'.repeat(100_000))})`],
] // prettier-ignore

describe('nasty source', () => {
  it.each(CASES)('%s: bounded', { timeout: 60_000 }, (_, source) => {
    const start = performance.now()
    const module = readJavaScriptModule(source, DEFAULT_LIMITS)
    // A multiple of what it takes on a quiet machine; a quadratic reader would need minutes.
    expect(performance.now() - start).toBeLessThan(20_000)
    expect(module.gaps.length).toBeLessThanOrEqual(2)
  })

  it('reads chains of any length in full', () => {
    const { gaps, uses } = readJavaScriptModule(
      `a${'.b'.repeat(100_000)}.c(); x = ${'1 + '.repeat(4000)}run("a")`,
      DEFAULT_LIMITS,
    )
    expect(gaps).toEqual([])
    expect(uses.map(({ name }) => name)).toContain('global.run')
  })

  it('goes on where the stack would not hold more', () => {
    const { gaps, uses } = readJavaScriptModule(`f(${'['.repeat(400)}run("a")${']'.repeat(400)})`, DEFAULT_LIMITS)
    expect(gaps).toEqual([])
    expect(uses.map(({ name }) => name)).toContain('global.run')
  })

  it('says where nesting ends the reading', () => {
    const { gaps } = readJavaScriptModule(`${'('.repeat(50_000)}eval("1")${')'.repeat(50_000)}`, DEFAULT_LIMITS)
    expect(gaps).toMatchObject([{ from: 1, reason: 'limit', words: ['eval'] }])
  })

  it('says that the limit of nodes ended the reading', () => {
    const { gaps } = readJavaScriptModule('f(a, b, c);\n'.repeat(1000), { ...DEFAULT_LIMITS, nodes: 1000 })
    expect(gaps.map(({ reason }) => reason)).toEqual(['limit'])
  })

  it('survives mutations of ordinary code', { timeout: 120_000 }, async () => {
    const honest = Buffer.from(
      `import fs, { a as b } from 'fs'\nexport class A extends B { #p = 1; static s = \`x\${b}\`; get g() { return this.#p?.q } async *m({ k = [1, ...j], ...r }) { for await (const [x, , y = 2] of z) yield* x ?? y } }\nlabel: for (let i = 0, s = ''; i < 3; i++) { if (i === 1) continue label; s += String.fromCharCode(i ^ 7) }\ntry { eval(atob('cnVuKDEp')) } catch { new Function('return this')()[["f", "s"].join('')] = (0, fs.readFileSync)('x').then((v) => v) } finally { switch (a) { case 1: default: a ||= /x+/u } }\n`,
    )
    expect(
      await crashes(honest, (bytes) => readJavaScriptModule(Buffer.from(bytes).toString('utf8'), DEFAULT_LIMITS)),
    ).toEqual([])
  })
})
