import { describe, expect, it } from 'vitest'
import { crashes } from '../../../test/support/mutations.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import type { PythonModule } from './module.ts'
import { readPythonModule } from './python.ts'

const read = (source: string): PythonModule => readPythonModule(source, DEFAULT_LIMITS, { flow: true })

/** Names of the uses from which data comes to the arguments of `sink(…)`, calls left where they were entered. */
function arriving(module: PythonModule): readonly string[] {
  const sinks = module.uses.filter(({ name }) => name === 'out.sink')
  const queue = sinks.flatMap(({ arguments: given }) =>
    given.map(({ flow }) => ({ node: flow, calls: [] as readonly number[] })),
  )
  const seen = new Set<string>()
  const found = new Set<string>()
  for (const { node, calls } of queue) {
    const key = `${node} ${calls.join(' ')}`
    const flow = module.flows[node]
    if (seen.has(key) || flow === undefined || node === 0) continue
    seen.add(key)
    for (const index of flow.uses) found.add(module.uses[index]?.name ?? '')
    for (const one of flow.from) queue.push({ node: one, calls })
    for (const one of flow.enters) queue.push({ node: one, calls: [node, ...calls].slice(0, 4) })
    for (const [call, one] of flow.given)
      if (calls[0] === undefined || calls[0] === call) queue.push({ node: one, calls: calls.slice(1) })
  }
  return [...found].filter((name) => name.startsWith('in_.')).toSorted()
}

describe('data', () => {
  const cases: readonly (readonly [name: string, source: string, from: string])[] = [
    ['names', 'x = in_.a()\ny = x\nsink(y)', 'a'],
    ['attributes of modules', 'x = in_.a\nsink(x)', 'a'],
    ['results of methods', 'sink(in_.a().b.c())', 'a a().b.c'],
    ['sums and formats', 'sink("x" + in_.a() + f"{in_.b()!r}" + "%s" % in_.c() + "{}".format(in_.d()))', 'a b c d'],
    ['lists, tuples, dicts', 'sink([in_.a(), (in_.b(),), {"k": in_.c()}])', 'a b c'],
    ['fields of dicts apart', 'd = {"a": in_.a(), "b": in_.b()}\nsink(d["b"])', 'b'],
    ['what is appended', 'l = []\nl.append(in_.a())\nsink(l)', 'a'],
    ['what is stored under keys', 'd = {}\nd["k"] = in_.a()\nsink(d)', 'a'],
    ['updates', 'd = dict()\nd = {}\nd.update(x=in_.a())\nsink(d)', 'a'],
    ['loops', 'for k, v in in_.a().items(): sink(v)', 'a a().items'],
    ['comprehensions', 'sink({k: v for k, v in in_.a()})', 'a'],
    ['with', 'with in_.a() as f: sink(f.read())', 'a a().read'],
    ['conditions', 'sink(in_.a() if x else in_.b() or in_.c())', 'a b c'],
    ['walrus', 'if (x := in_.a()): sink(x)', 'a'],
    ['await', 'async def f(): sink(await in_.a())', 'a'],
    ['unpacked values', 'a, *b = in_.a()\nsink(b)', 'a'],
    ['functions', 'def f(x): return x\nsink(f(in_.a()))', 'a'],
    ['functions before their definition', 'def g(): sink(f())\ndef f(): return in_.a()\ng()', 'a'],
    ['calls apart', 'def f(x): return x\nf(in_.b())\nsink(f(in_.a()))', 'a'],
    ['parameters by name', 'def f(x, y): sink(y)\nf(y=in_.a(), x=in_.b())', 'a'],
    ['the rest of the arguments', 'def f(*a, **k): sink(a); sink(k)\nf(in_.a(), z=in_.b())', 'a b'],
    ['unpacked arguments', 'def f(x): sink(x)\nf(*in_.a())', 'a'],
    ['generators', 'def f():\n  yield in_.a()\nfor x in f(): sink(x)', 'a'],
    ['lambdas', 'sink((lambda x: x)(in_.a()))', 'a'],
    ['methods', 'class C:\n  def f(self, x): return x\nsink(C().f(in_.a()))', 'a'],
    [
      'fields of objects',
      'class C:\n  def __init__(self): self.x = in_.a()\n  def f(self): sink(self.x)\nC().f()',
      'a',
    ],
    ['data classes', 'class C: x: str\nsink(C(x=in_.a()).x)', 'a'],
    ['vars of an object', 'class C:\n  def __init__(self): self.x = in_.a()\nsink(vars(C()))', 'a'],
    ['constructors', 'class C:\n  def __init__(self, x): sink(x)\nC(in_.a())', 'a'],
    ['callbacks', 'def f(x): sink(x)\nin_.a(callback=f)', 'a'],
    ['threads', 'import threading\ndef f(x): sink(x)\nthreading.Thread(target=f, args=(in_.a(),)).start()', 'a'],
    ['partial', 'import functools\ndef f(x, y): sink(y)\ng = functools.partial(f, 1, in_.a())\ng()', 'a'],
    ['objects that are filled', 'import io\nb = io.BytesIO()\nb.write(in_.a())\nsink(b.getvalue())', 'a'],
    ['attributes that are set', 'm = lib.M()\nm.body = in_.a()\nm["x"] = in_.b()\nsink(m)', 'a b'],
    ['globals', 'def f():\n  global x\n  x = in_.a()\ndef g(): sink(x)\nf()\ng()', 'a'],
    ['getattr', 'sink(getattr(in_, "a"))', 'a'],
    ['code that is run', 'x = in_.a()\nexec("sink(x)")', 'a'],
    ['code of code', 'import base64\nexec(base64.b64decode("c2luayhpbl8uYSgpKQ=="))', 'a'],
    ['nothing of what is compared', 'sink(in_.a() == 1)', ''],
    ['nothing of what is another function', 'def f(x): return 1\nsink(f(in_.a()))', ''],
  ]
  it.each(cases)('%s', (_, source, from) => {
    const found = arriving(read(`import in_, lib\nfrom out import sink\n${source}`))
    expect(found.map((name) => name.slice(4)).join(' ')).toBe(from)
  })
})

describe('constants', () => {
  const cases: readonly (readonly [source: string, value: string])[] = [
    ['s = ""\nfor c in [104, 105]:\n  s += chr(c)\nf(s)', 'hi'],
    ['s = bytearray()\nfor c in b"ij":\n  s.append(c ^ 1)\nf(bytes(s).decode())', 'hk'],
    ['i = 0\ns = ""\nwhile i < 4:\n  s = s + "aobocodo"[i * 2]\n  i += 1\nf(s)', 'abcd'],
    ['def d(t, k=3): return "".join(chr(ord(c) - k) for c in t)\nf(d("kl"))', 'hi'],
    [
      'def d(t):\n  r = []\n  for i in range(0, len(t), 2): r.append(chr(int(t[i:i+2], 16)))\n  return "".join(r)\nf(d("0b68"))',
      '\u000bh',
    ],
    ['def d(t): return t if len(t) < 2 else d(t[1:]) + t[0]\nf(d("abc"))', 'cba'],
    ['d = lambda t: t[::-1]\nf(d("abc"))', 'cba'],
    ['t = {"a": "x", "b": "y"}\nf("".join(t[c] for c in "ab"))', 'xy'],
    ['f("".join(chr(c) for c in range(97, 105) if c % 2))', 'aceg'],
    ['f("https://" + host + "/in")', 'https://…/in'],
    ['f("%s.%s" % (a, "example"))', '….example'],
    ['f(f"x{a}y")', 'x…y'],
    ['f("{}-{n}".format(a, n=1))', '…-1'],
    ['import os\nf(os.path.join(os.path.expanduser("~"), ".ssh", "id_rsa"))', '~/.ssh/id_rsa'],
    ['from pathlib import Path as P\nf(P.home() / ".aws" / "credentials")', '~/.aws/credentials'],
    ['import os\nf(os.environ["HOME"] + "/.npmrc")', '~/.npmrc'],
    ['import os\nf(os.getenv("APPDATA") + "\\\\x")', '~/AppData/Roaming\\x'],
    ['import os\nf(os.path.join(os.path.dirname(os.path.abspath(__file__)), "run.js"))', '<here>/run.js'],
    ['import os\nfor r, d, n in os.walk(os.path.expanduser("~")):\n  for x in n: f(os.path.join(r, x))', '~/…'],
    ['import sys\nf(sys.executable)', 'python'],
  ]
  it.each(cases)('%s', (source, value) => {
    const use = read(source).uses.find(({ name }) => name === '<unbound>.f')
    const [argument] = use?.arguments ?? []
    // A name keeps every value it was ever given.
    expect([argument?.value, ...(argument?.items ?? []).map((one) => one.value)]).toContain(value)
  })

  it('are read as code in programs that are started', () => {
    const { uses, generated } = read(
      'import subprocess, sys\nsubprocess.Popen([sys.executable, "-c", "import os; os.system(\'id\')"])',
    )
    expect(uses.filter(({ generated: isMade }) => isMade).map(({ name }) => name)).toEqual(['os.system'])
    expect(generated.map(({ text }) => text)).toEqual(["import os; os.system('id')"])
  })

  it('are not followed unless asked for', () => {
    const { flows, exports, uses } = readPythonModule('import os\nf(os.environ)', DEFAULT_LIMITS)
    expect([flows, exports, uses.map(({ flow }) => flow)]).toEqual([[], [], [0, 0]])
  })
})

describe('exports', () => {
  it('name functions, methods, values and what they stand for', () => {
    const { exports, calls } = read(
      'from .net import send as s\nfrom .all import *\nimport os\nTOKEN = os.environ\nclass C:\n  def __init__(self, a): self.b = a\n  def f(self, *x, **y): return x\ndef g(z): return C(z)\n',
    )
    expect(
      exports.map(({ name, within, named, names }) => [name, within, named.map(([own]) => own).join(), names.join()]),
    ).toEqual([
      ['C', 'C.__init__', 'a', ''],
      ['C.f', 'C.f', 'x,y', ''],
      ['g', 'g', 'z', ''],
      ['C.b', undefined, '', ''],
      ['s', undefined, '', '.net.send'],
      ['os', undefined, '', 'os'],
      ['TOKEN', undefined, '', 'os.environ'],
      ['*', undefined, '', '.all'],
    ])
    expect(calls).toContainEqual(['g', 'C'])
    expect(calls).toContainEqual(['C', 'C.__init__'])
  })
})

const MEGABYTE = 1_000_000
const fill = (text: string, length = MEGABYTE): string => text.repeat(Math.ceil(length / text.length))

describe('nasty source', () => {
  const cases: readonly (readonly [name: string, source: string])[] = [
    ['names of names', fill('x = f(x, y)\ny = g(y, x)\n')],
    [
      'functions that call the next',
      Array.from({ length: 15_000 }, (_, i) => `def f${i}(a): return f${i + 1}(a)\n`).join(''),
    ],
    ['one function from everywhere', `def f(a): return a\n${fill('f(x.y)\n')}`],
    [
      'functions that double',
      `def f(n, s):\n  return f(n - 1, s + s) + f(n - 1, s)\n${fill('f(30, "aaaaaaaa")\n', 50_000)}`,
    ],
    ['loops without end', fill('i = 0\nwhile i < 1000000000:\n  i += 1\n', 300_000)],
    ['loops behind much', `${fill('a = 1\n', 300_000)}${fill('for c in [1,2]:\n  a += c\n', 300_000)}`],
    ['lists of themselves', `x = []\n${fill('x.append(x)\n')}`],
    ['paths that grow', `import os\np = "~"\n${fill('p = os.path.join(p, "a", p)\n')}`],
    ['one object filled', `z = a.b()\n${fill('z.write(c.d)\n')}`],
    ['letters that are encoded', fill(`${'aZ09Bc/+x3'.repeat(39)} `)],
  ]
  it.each(cases)('%s: bounded', { timeout: 60_000 }, (_, source) => {
    const start = process.cpuUsage()
    const module = read(source)
    const { user } = process.cpuUsage(start)
    expect(user / 1e6).toBeLessThan(12)
    expect(module.flows.length).toBeLessThan(1_000_001)
  })

  it('of any kind ends in facts', async () => {
    const source =
      'import os, base64\ndef f(a, *b): return a + b[0]\nfor c in [1, 2]:\n  x = f"{c}"\nexec(base64.b64decode("eD0x"))\n'
    const broken = await crashes(Buffer.from(source), (bytes) =>
      readPythonModule(bytes, DEFAULT_LIMITS, { flow: true }),
    )
    expect(broken).toEqual([])
  })
})
