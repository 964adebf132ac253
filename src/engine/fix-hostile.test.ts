import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advisory } from '../../test/support/advisory-fakes.ts'
import { after, fixedIn, fixOf } from '../../test/support/fix-of.ts'

const HOSTILE_VERSIONS = [
  '1.2\nevil==1',
  '1.2"; rm -rf /',
  "1.2'], evil = ['",
  '1.2 --extra-index-url https://e.example',
  '${X}',
  '1.2`x`',
  '*',
  '',
  '../../x',
]

describe('hostile data', () => {
  it.each(HOSTILE_VERSIONS)('a fixed version %j of a feed is never written', async (fixed) => {
    const outcome = await fixOf({ 'requirements.txt': 'demo==1.0\n' }, fixedIn('demo', fixed))
    const text = after(outcome, 'requirements.txt') ?? 'demo==1.0\n'
    expect(text).toMatch(/^demo==[0-9.]+\n$/)
  })

  it.each(['a"b', 'a b', '../x', "a'b", 'a\nb', '$(x)', '__proto__', 'constructor'])(
    'a locked name %j adds nothing but itself',
    async (name) => {
      const manifest = '{"dependencies": {"middle": "1.0.0"}}'
      const packages = {
        '': { dependencies: { middle: '1.0.0' } },
        'node_modules/middle': { version: '1.0.0', dependencies: { [name]: '*' } },
        [`node_modules/${name}`]: { version: '1.0.0' },
      }
      const record = advisory({
        id: 'GHSA-1',
        ecosystem: 'npm',
        name,
        events: [{ introduced: '0' }, { fixed: '1.2.0' }],
      })
      const files = { 'package.json': manifest, 'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages }) }
      const outcome = await fixOf(files, [record])
      const text = after(outcome, 'package.json') ?? manifest
      const read = JSON.parse(text) as { overrides?: object; dependencies: object }
      expect(read.dependencies).toEqual({ middle: '1.0.0' })
      for (const key of Object.keys(read.overrides ?? {})) expect(key).toMatch(/^[A-Za-z_.-]+$/)
    },
  )

  it('a huge line is planned in time', async () => {
    const text = `demo>=1${',!=1.0'.repeat(150_000)}\ndemo==1.0\n`
    const started = performance.now()
    await fixOf({ 'requirements.txt': text }, fixedIn('demo', '1.2'))
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

describe('property: a plan changes version specifiers and nothing else', () => {
  const version = fc.tuple(fc.nat(3), fc.nat(9), fc.nat(9)).map((numbers) => numbers.join('.'))
  const specifier = fc.oneof(
    version.map((one) => `==${one}`),
    version.map((one) => `>=${one}`),
    version.map((one) => `~=${one}`),
    fc.tuple(version, version).map(([a, b]) => ` >= ${a} , < ${b}`),
    fc.constant(''),
  )
  const tail = fc.constantFrom('', ' # note ==9.9', ' ; python_version < "3.9"', '  ', '\t# demo==0.1')
  const line = fc
    .tuple(fc.constantFrom('demo', 'Demo', 'demo[x]', 'other', '# demo==0.0.1'), specifier, tail)
    .map(([name, range, end]) => (name.startsWith('#') ? `${name}` : name + range + end))
  const file = fc
    .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'))
    .map(([lines, end]) => lines.map((one) => one + end).join(''))

  it('in requirements files', async () => {
    await fc.assert(
      fc.asyncProperty(file, async (text) => {
        const outcome = await fixOf({ 'requirements.txt': text }, fixedIn('demo', '1.5.0', '2.4.0'))
        const edited = after(outcome, 'requirements.txt') ?? text
        expect(withoutSpecifiers(edited)).toEqual(withoutSpecifiers(text))
        expect(outcome.brought).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})

/** Every line with what stands between a name of ours and its comment or marker taken out. */
function withoutSpecifiers(text: string): readonly string[] {
  return text.split('\n').map((line) => line.replace(/^(demo(?:\[x\])?)[ 0-9.,<>=~!]*?(?=\s*(?:[;#]|\r?$))/i, '$1'))
}
