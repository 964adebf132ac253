import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('a plain index in requirements', 'requirements.txt', '--index-url http://mirror.example/simple\na==1\n'),
  fires('a plain index under a short name', 'gpu-deps.txt', '-i http://mirror.example/simple\na==1\n'),
  fires('a trusted host', 'requirements.txt', '--trusted-host mirror.example\na==1\n'),
  fires(
    'a trusted host of a command',
    'Dockerfile',
    'FROM a\nRUN pip install -i https://m.example/simple --trusted-host m.example a\n',
  ),
  fires('a plain registry of npm', '.npmrc', 'registry=http://mirror.example/\n'),
  fires('strict-ssl of npm', '.npmrc', '; why not\nstrict-ssl=false\n'),
  fires('a setting command of npm', 'setup.sh', 'npm config set strict-ssl false\n'),
  fires('verify_ssl of pipenv', 'Pipfile', '[[source]]\nurl = "https://a.example"\nverify_ssl = false\n'),
  fires('ssl_verify of conda', '.condarc', 'ssl_verify: false\n'),
  fires('Node.js without certificates', 'Dockerfile', 'FROM a\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\n'),
  fires(
    'Python without certificates',
    '.github/workflows/ci.yml',
    'jobs:\n  a:\n    env:\n      PYTHONHTTPSVERIFY: 0\n    steps: []\n',
  ),
  fires('git without certificates', 'setup.sh', 'git config --global http.sslVerify false\n'),
  fires('a clone in plain text', 'setup.sh', 'git clone http://code.example/a.git\n'),
  fires('a download that is stored', 'setup.sh', 'curl -kLo model.bin https://m.example/model.bin\n'),
  fires('an insecure host of uv', 'pyproject.toml', '[tool.uv]\nallow-insecure-host = ["m.example"]\n'),
  fires('Yarn without certificates', '.yarnrc.yml', 'enableStrictSsl: false\n'),
  fires(
    'urllib without certificates',
    'a.py',
    'import ssl\nssl._create_default_https_context = ssl._create_unverified_context\n',
  ),
  fires('requests without certificates', 'a.py', 'import os\nos.environ["CURL_CA_BUNDLE"] = ""\n'),
  silent(
    'a context that checks',
    'a.py',
    'import ssl\nssl._create_default_https_context = ssl.create_default_context\n',
  ),
  silent('https everywhere', 'requirements.txt', '--index-url https://mirror.example/simple\na==1\n'),
  silent(
    'an index on this machine',
    'setup.sh',
    'pip install -i http://localhost:3141/simple --trusted-host localhost a\n',
  ),
  silent(
    'a health check',
    'Dockerfile',
    'FROM a\nHEALTHCHECK CMD curl -kf https://localhost:8443/health\nRUN echo 1\n',
  ),
  silent('an answer that nobody keeps', 'setup.sh', 'curl -k https://api.example/ping\n'),
  silent('certificates that are checked', '.npmrc', 'strict-ssl=true\nregistry=https://mirror.example/\n'),
]
