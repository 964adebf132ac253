import { changed, matched } from './package-facts.ts'
import { settled, type StoryCase, twin, young } from './package-story-case.ts'

/** What honest packages do that looks alike. */
export const TWIN_STORIES: readonly StoryCase[] = [
  {
    name: 'nothing at all',
    package: { name: 'left-pad', did: [] },
    verdict: 'allow',
  },
  {
    name: 'an SDK signs in to its own service',
    package: { name: 'openai', description: 'The official library for the OpenAI API', did: [{ kind: 'network', subject: 'api.openai.com', when: 'call', path: 'index.js', from: ['environment OPENAI_API_KEY'] }] },
    verdict: 'allow',
  },
  {
    name: 'a gateway signs in to many services',
    package: {
      name: 'litellm', ecosystem: 'PyPI',
      did: ['OPENAI_API_KEY', 'GROQ_API_KEY', 'HF_TOKEN', 'XAI_API_KEY', 'DASHSCOPE_API_KEY'].map((key, i) => ({
        kind: 'network' as const, subject: ['api.openai.com', 'api.groq.com', 'huggingface.co', 'api.x.ai', 'dashscope.aliyuncs.com'][i] ?? '?', when: 'call' as const, path: 'litellm/llms/x.py', from: [`environment ${key}`],
      })),
    },
    verdict: 'allow',
  },
  {
    name: 'one client for all: keys of many services to a host that the caller names',
    package: { name: 'litellm', ecosystem: 'PyPI', did: [{ kind: 'network', subject: '?', when: 'call', path: 'litellm/http.py', from: ['environment OPENAI_API_KEY', 'environment GROQ_API_KEY', 'environment COHERE_API_KEY'] }] },
    verdict: 'allow',
  },
  {
    name: 'boto3 reads ~/.aws and signs requests',
    package: { name: 'boto3', ecosystem: 'PyPI', description: 'The AWS SDK for Python', did: [{ kind: 'network', subject: '?', when: 'call', path: 'pkg/session.py', from: ['secret-file .aws hash', 'environment AWS_SECRET_ACCESS_KEY hash', 'cloud-metadata 169.254.169.254 json'] }] },
    verdict: 'allow',
  },
  {
    name: 'requests reads ~/.netrc for the host that the caller names',
    package: { name: 'requests', ecosystem: 'PyPI', did: [{ kind: 'network', subject: '?', when: 'call', path: 'pkg/sessions.py', from: ['secret-file .netrc base64'] }] },
    verdict: 'allow',
  },
  {
    name: 'a client of registries sends the token of .npmrc',
    package: { name: 'npm-registry-fetch', did: [{ kind: 'network', subject: '?', when: 'call', path: 'index.js', from: ['secret-file .npmrc', 'environment NPM_TOKEN'] }] },
    verdict: 'allow',
  },
  {
    name: 'a tool for uploads signs in with its own password and the keyring',
    package: { name: 'flit', ecosystem: 'PyPI', did: [{ kind: 'network', subject: 'upload.registry.example', when: 'call', path: 'flit/upload.py', from: ['environment FLIT_PASSWORD', 'secret-file keyring', 'secret-file .pypirc'] }] },
    verdict: 'allow',
  },
  {
    name: 'a name that is known as a whole is looked up',
    package: { name: 'ansible', ecosystem: 'PyPI', did: [{ kind: 'dns', subject: 'localhost', when: 'import', path: 'pkg/__init__.py', from: ['environment *'] }] },
    verdict: 'allow',
  },
  {
    name: 'a dotenv reads .env',
    package: { name: 'dotenv', did: [{ kind: 'read-secret-file', subject: '.env', when: 'call', path: 'index.js' }] },
    verdict: 'allow',
  },
  {
    name: 'an installer fetches its binary',
    package: {
      name: 'sharp', hook: 'node install.js',
      did: [{ kind: 'download', subject: 'github.com' }, { kind: 'write-executable', subject: '<here>/bin/tool' }, { kind: 'execute', subject: '?' }, { kind: 'network', subject: 'github.com' }],
    },
    verdict: 'allow',
  },
  {
    name: 'an installer fetches its binary from storage of a cloud, with the token of the forge at hand',
    package: {
      name: 'puppeteer', hook: 'node install.js',
      did: [{ kind: 'download', subject: 'storage.googleapis.com' }, { kind: 'network', subject: 'api.github.com', from: ['environment GITHUB_TOKEN'] }, { kind: 'read-secret-file', subject: '.npmrc' }],
    },
    verdict: 'allow',
  },
  {
    name: 'an installer starts a package manager where the optional dependency is missing',
    package: { name: 'esbuild', hook: 'node install.js', did: [{ kind: 'download', subject: 'npm', evidence: 'npm install --prefer-offline esbuild-linux' }, { kind: 'execute', subject: 'npm' }] },
    verdict: 'allow',
  },
  {
    name: 'node-gyp rebuild',
    package: { name: 'bcrypt', hook: 'node-gyp rebuild', did: [{ kind: 'install-hook', subject: 'install', path: 'package.json' }, { kind: 'execute', subject: 'node-gyp', path: 'package.json' }] },
    verdict: 'allow',
  },
  {
    name: 'setup.py asks git and the compiler',
    package: { name: 'numpy', ecosystem: 'PyPI', did: [{ kind: 'execute', subject: 'git', path: 'setup.py' }, { kind: 'execute', subject: 'cc', path: 'setup.py' }, { kind: 'read-environment', subject: '*', path: 'setup.py' }, { kind: 'evaluate', subject: 'exec', path: 'setup.py', from: ['file version.py'] }] },
    verdict: 'allow',
  },
  {
    name: 'telemetry of the installation to the own host is told and allowed',
    package: { name: '@acme/scope', hook: 'node report.js', did: [{ kind: 'network', subject: 'telemetry.acme.example', from: ['host-facts hostname hash', 'host-facts USER hash'] }] },
    verdict: 'allow', stories: ['reports-home'],
  },
  {
    name: 'telemetry to a service for statistics on import',
    package: { name: 'ultralytics', ecosystem: 'PyPI', did: [{ kind: 'network', subject: 'www.google-analytics.com', when: 'import', path: 'pkg/__init__.py', from: ['host-facts hostname hash', 'host-facts USER hash'] }] },
    verdict: 'allow', stories: ['reports-home'],
  },
  {
    name: 'a library for the clipboard',
    package: { name: 'clipboardy', description: 'Access the system clipboard', did: [{ kind: 'clipboard', subject: 'xsel', when: 'call', path: 'index.js' }] },
    verdict: 'allow',
  },
  {
    name: 'browser_cookie3 reads stores of browsers when it is called',
    package: { name: 'browser_cookie3', ecosystem: 'PyPI', did: [{ kind: 'browser-store', subject: 'browser', when: 'call', path: 'pkg/__init__.py' }] },
    verdict: 'allow',
  },
  {
    name: 'a downloader of videos signs in with cookies of the browser',
    package: { name: 'yt-dlp', ecosystem: 'PyPI', did: [{ kind: 'network', subject: '?', when: 'call', path: 'pkg/http.py', from: ['browser-store browser'] }] },
    verdict: 'allow',
  },
  {
    name: 'a client in a page sends the cookie against forgeries',
    package: { name: 'axios', did: [{ kind: 'network', subject: '?', when: 'call', path: 'index.js', from: ['browser-store cookies'] }] },
    verdict: 'allow',
  },
  {
    name: 'a library for wallets of pages talks to nodes',
    package: { name: 'ethers', did: [{ kind: 'network', subject: '?', when: 'call', path: 'index.js', from: ['wallet ethereum json'] }, { kind: 'wallet', subject: 'ethereum', when: 'call', path: 'index.js' }] },
    verdict: 'allow',
  },
  {
    name: 'an instrument for errors replaces fetch',
    package: { name: '@sentry/browser', did: [{ kind: 'hook-runtime', subject: 'fetch', when: 'import', path: 'index.js' }, { kind: 'hook-runtime', subject: 'XMLHttpRequest', when: 'import', path: 'index.js' }, { kind: 'network', subject: '?', when: 'call', path: 'index.js' }] },
    verdict: 'allow',
  },
  {
    name: 'a scanner has patterns of all this as data, in tests and documentation',
    package: {
      name: 'scanner', did: [
        { kind: 'network', subject: 'collect.example', when: 'import', path: 'test/a.test.js', from: ['environment *', 'secret-file .ssh'] },
        { kind: 'reverse-shell', subject: '/dev/tcp', when: 'unknown', path: 'docs/a.py' },
        { kind: 'evaluate', subject: 'eval', when: 'import', path: 'test/a.test.js', from: ['decoded 4000+characters'] },
      ],
    },
    verdict: 'allow',
  },
  {
    name: 'a bundler makes functions of text',
    package: { name: 'webpack', did: [{ kind: 'evaluate', subject: 'Function', when: 'call', path: 'index.js' }, { kind: 'evaluate', subject: 'eval', when: 'import', path: 'index.js' }, { kind: 'dynamic-import', subject: '?', when: 'call', path: 'index.js' }] },
    verdict: 'allow',
  },
  {
    name: 'a tool for releases publishes when it is asked',
    package: {
      name: 'np', description: 'A better npm publish',
      did: [{ kind: 'publish-package', subject: 'npm', when: 'import', path: 'cli.js' }, { kind: 'publish-repository', subject: 'git', when: 'import', path: 'cli.js' }, { kind: 'network', subject: 'api.github.com', when: 'call', path: 'cli.js', from: ['environment GITHUB_TOKEN'] }],
    },
    verdict: 'allow',
  },
  {
    name: 'husky writes hooks of git',
    package: { name: 'husky', description: 'Git hooks made easy', hook: 'node install.js', did: [{ kind: 'persist', subject: 'git hook' }] },
    verdict: 'allow',
  },
  {
    name: 'completions are written to the profile when somebody asks for them',
    package: { name: 'tabtab', description: 'Shell completion', did: [{ kind: 'persist', subject: 'shell profile', when: 'import', path: 'cli.js' }] },
    verdict: 'allow',
  },
  {
    name: 'a generator writes a workflow when it is asked',
    package: { name: 'create-app', description: 'Scaffold an app', did: [{ kind: 'write-workflow', subject: 'workflow', when: 'import', path: 'cli.js' }, { kind: 'write-assistant-configuration', subject: 'instructions', when: 'import', path: 'cli.js' }] },
    verdict: 'allow',
  },
  {
    name: 'an orchestrator of agents starts them without questions when it is asked',
    package: { name: 'agent-flow', description: 'Run coding agents', did: [{ kind: 'assistant-command', subject: 'claude', when: 'call', path: 'index.js' }] },
    verdict: 'allow',
  },
  {
    name: 'a name like a popular one alone',
    package: { name: 'requets', ecosystem: 'PyPI', did: [], input: { ...young.input, names: [twin('requests')] } },
    verdict: 'allow',
  },
  {
    name: 'a new dependency alone',
    package: { name: 'x', did: [], input: { ...settled, changes: [changed('dependency', 'y', 0.8), changed('size', '+10 %', 0.1)] } },
    verdict: 'allow',
  },
  {
    name: 'a vendor that makes its library unreadable',
    package: { name: 'vendor-sdk', did: [{ kind: 'obfuscation', subject: 'string-table', when: 'unknown', path: 'index.js' }] },
    verdict: 'allow', stories: ['runs-hidden-code'],
  },
  {
    name: 'a large artefact that was not read to its end',
    package: { name: 'torch', ecosystem: 'PyPI', did: [], notes: [{ kind: 'not-inspected', code: 'limit-time', path: '', message: 'took too long' }], unread: { 'pkg/lib.so': 'part' } },
    verdict: 'allow',
  },
  {
    name: 'a packer has archives that are broken, closed and lead outside in its tests',
    package: {
      name: 'packer', ecosystem: 'PyPI', roles: { 'tests/data/evil.zip': 'test' }, did: [],
      notes: [
        { kind: 'outside', code: 'path-outside', path: 'tests/data/evil.zip/../../x', message: 'leads out' },
        { kind: 'encrypted', code: 'encrypted', path: 'tests/data/evil.zip/y', message: 'is enciphered' },
        { kind: 'disagreement', code: 'name-twice', path: 'tests/data/evil.zip/z', message: 'stands twice' },
      ],
    },
    verdict: 'allow',
  },
  {
    name: 'bytes that two people have allowed',
    package: {
      name: 'tool', did: [{ kind: 'reverse-shell', subject: '/dev/tcp' }],
      input: { allowed: { sha256: 'a'.repeat(64), reason: 'a test of ours', approvedBy: ['ann', 'bob'], expires: '2027-01-01T00:00:00Z' } },
    },
    verdict: 'allow', stories: ['reverse-shell'],
  },
  {
    name: 'a rule of the operator that only tells',
    package: { did: [], matches: [matched('uses_sockets', { severity: 'low' })] },
    verdict: 'allow',
    stories: ['own-rule'],
  },
] // prettier-ignore
