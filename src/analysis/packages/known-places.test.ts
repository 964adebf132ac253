import { describe, expect, it } from 'vitest'
import { hostOf, isSecretVariable, isUserData, readPlace, writePlace } from './known-places.ts'

describe('places', () => {
  const read: readonly (readonly [path: string, found: string | undefined])[] = [
    ['~/.npmrc', '.npmrc'],
    ['…/.npmrc', '.npmrc'],
    ['C:\\Users\\x\\.ssh\\id_rsa', '.ssh'],
    ['~/.config/gcloud/application_default_credentials.json', 'gcloud'],
    ['~/Library/Application Support/Google/Chrome/Default/Login Data', 'browser'],
    ['~/.config/solana/id.json', 'wallet'],
    ['/etc/passwd', 'passwords of the system'],
    ['src/npmrc.js', undefined],
    ['package.json', undefined],
    ['docs/aws/credentials.md', undefined],
    ['Vivaldi', undefined],
  ]
  it.each(read)('reading %s', (path, found) => expect(readPlace(path)?.subject).toBe(found))

  const written: readonly (readonly [path: string, found: string | undefined])[] = [
    ['.github/workflows/x.yml', 'write-workflow'],
    ['<project>/CLAUDE.md', 'write-assistant-configuration'],
    ['.cursor/rules/x.mdc', 'write-assistant-configuration'],
    ['.vscode/tasks.json', 'write-assistant-configuration'],
    ['~/.zshrc', 'persist'],
    ['~/Library/LaunchAgents/x.plist', 'persist'],
    ['.git/hooks/post-commit', 'persist'],
    ['<here>/package.json', 'hide'],
    ['dist/index.js', undefined],
    ['README.md', undefined],
  ]
  it.each(written)('writing %s', (path, kind) => expect(writePlace(path)?.kind).toBe(kind))

  it('tells variables that are named like secrets', () => {
    const names = [
      'NPM_TOKEN',
      'AWS_SECRET_ACCESS_KEY',
      'OPENAI_API_KEY',
      'DB_PASSWORD',
      'NODE_ENV',
      'TOKENIZERS_PARALLELISM',
      'HOME',
      'KEYBOARD',
      'BYPASS_CACHE',
    ]
    expect(names.filter(isSecretVariable)).toEqual([
      'NPM_TOKEN',
      'AWS_SECRET_ACCESS_KEY',
      'OPENAI_API_KEY',
      'DB_PASSWORD',
    ])
  })

  it('tells hosts', () => {
    const addresses = [
      'https://u:p@A.example:8080/x?y',
      '//a.example',
      'wss://[::1]/',
      'a.example/x',
      './x',
      'mailto:a@b',
    ]
    expect(addresses.map(hostOf)).toEqual(['a.example', 'a.example', '[::1]', undefined, undefined, undefined])
  })

  it('tells what belongs to the user', () => {
    expect(['~', '/', '~/Documents', 'C:\\Users', '/tmp/x', 'dist', '~/.cache/x'].filter(isUserData)).toEqual([
      '~',
      '/',
      '~/Documents',
      'C:\\Users',
    ])
  })
})
