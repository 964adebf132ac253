import { disguisedPython, javascriptIncident, pythonIncident } from '../../support/incident-programs.ts'
import { npm, type PackageCase, pypi, sdist, tarball, wheel, YOUNG } from '../../support/package-case.ts'

/** Browsers, messengers, wallets and keyboards of whoever installs or imports. */
export const browsersAndKeyboards: readonly PackageCase[] = [
  {
    id: 'W4SP',
    incident:
      'W4SP and its copies on PyPI, 2022 to 2025: browsers, messengers and wallets go to a webhook from setup.py',
    project: pypi(
      'pyhttp-extra',
      sdist('pyhttp-extra', '1.0.4', {
        'setup.py': `from setuptools import setup\n${pythonIncident('W4SP')}\nsetup(name='pyhttp-extra', version='1.0.4')\n`,
      }),
      {
        since: YOUNG,
      },
    ),
    expect: {
      verdict: 'block',
      story: 'steals-browser-or-wallet',
      text: /^On install, reads .*(?:the stores of browsers|wallets).* and sends it to discord\.example/,
    },
    twin: pypi(
      'browser-history-export',
      sdist(
        'browser-history-export',
        '2.1.0',
        {
          'setup.py':
            'from setuptools import setup\nsetup(name="browser-history-export", version="2.1.0", packages=["browser_history"])\n',
          'browser_history/__init__.py': `import os, shutil, sqlite3, tempfile
PROFILE = os.path.expanduser("~/.config/google-chrome/Default/")
def export(target):
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "History")
        shutil.copy2(PROFILE + "History", copy)
        rows = sqlite3.connect(copy).execute("SELECT url, title FROM urls").fetchall()
    with open(target, "w") as f:
        for url, title in rows:
            f.write(url + "," + title + "\\n")
`,
        },
        { summary: 'Export the history of your browser as CSV.' },
      ),
    ),
  },
  {
    id: 'W4SP, run text',
    incident: 'the same behind exec and base64',
    project: pypi(
      'pystile-helper',
      sdist('pystile-helper', '1.0.0', {
        'setup.py': `from setuptools import setup\n${disguisedPython('compiled text', pythonIncident('W4SP'))}\nsetup(name='pystile-helper', version='1.0.0')\n`,
      }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'steals-browser-or-wallet',
      text: /^On install, reads .* and sends it to discord\.example/,
    },
    twin: pypi(
      'certificate-bundle',
      sdist('certificate-bundle', '2026.1', {
        'setup.py': `import base64
from setuptools import setup
LOGO = base64.b64decode("${Buffer.from('an image that is only an image, again and again. '.repeat(4)).toString('base64')}")
with open("certificate_bundle/logo.bin", "wb") as f:
    f.write(LOGO)
setup(name="certificate-bundle", version="2026.1", packages=["certificate_bundle"])
`,
        'certificate_bundle/__init__.py': 'def where():\n    return __file__.replace("__init__.py", "cacert.pem")\n',
      }),
    ),
  },
  {
    id: 'a thief of sessions',
    incident: 'thieves of sessions on npm, 2023 to 2025: browsers, a messenger and wallets from a hook',
    project: npm(
      'node-fetch-turbo',
      tarball(
        'node-fetch-turbo',
        '1.0.1',
        { 'index.js': 'module.exports = fetch;\n', 'install.js': javascriptIncident('a thief of sessions') },
        { scripts: { postinstall: 'node install.js' } },
      ),
      {
        since: YOUNG,
      },
    ),
    expect: {
      verdict: 'block',
      story: 'steals-browser-or-wallet',
      text: /^On install, reads .*the stores of browsers.* and sends it to messenger\.example/,
    },
    twin: npm(
      'fetch-retry-twice',
      tarball('fetch-retry-twice', '1.0.1', {
        'index.js':
          'module.exports = async (address, options) => { try { return await fetch(address, options); } catch { return fetch(address, options); } };\n',
      }),
    ),
  },
  {
    id: 'a keyboard',
    incident: 'followers of keyboards on PyPI: what is typed goes out from the import',
    project: pypi(
      'keyboard-utils-fast',
      wheel('keyboard-utils-fast', '0.1.0', { 'keyboard_utils/__init__.py': pythonIncident('a keyboard') }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'spies',
      text: /^On import, reads what is shown or typed.* and sends it to collect\.example/,
    },
    twin: pypi(
      'hotkeys',
      wheel(
        'hotkeys',
        '3.0.0',
        {
          'hotkeys/__init__.py': `from pynput import keyboard
class Hotkeys:
    def __init__(self):
        self.actions = {}
    def on(self, key, action):
        self.actions[key] = action
    def pressed(self, key):
        action = self.actions.get(str(key))
        if action is not None:
            action()
    def start(self):
        listener = keyboard.Listener(on_press=self.pressed)
        listener.start()
        return listener
`,
        },
        { summary: 'Global hotkeys.' },
      ),
    ),
  },
]
