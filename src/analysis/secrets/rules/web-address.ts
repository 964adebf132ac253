import type { SecretRule } from '../secret-rule.ts'
import { secretRule } from './secret-facts.ts'

const COMMON = {
  severity: 'high' as const,
  boundary: /[A-Za-z0-9]/,
  longest: 300,
  // A password that a person chose need not be random; placeholders are kept out by the shape.
  entropy: 2.2,
}

/*
 * Password of an address. Not found are references (`${PASS}`, `%(pass)s`, `{pass}`, `<pass>`), the words that documentation
 * uses, and this machine as host.
 */

/** Addresses of the web with a password inside. */
export const webAddressRules: readonly SecretRule[] = [
  secretRule({
    ...COMMON,
    id: 'secrets/web-address-password',
    provider: 'Web address',
    kind: 'with a password',
    can: 'open what the address names as the user in it',
    also: 'Addresses like this one are kept by git remotes, package indexes and logs of proxies.',
    place: 'the account of the user at the host in the address',
    revoke:
      'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository',
    anchors: ['http://', 'https://', 'ftp://', 'ftps://', 'sftp://'],
    shape:
      /(?:https?|s?ftps?):\/\/[^\s:@/"'`<>{}$%?#()[\]]{1,64}:(?!(?i:pass|password|passwd|passw0rd|pwd|secret|changeme|example|user|username|admin|root|test|token|bar|foo|xyz|hunter2|x{3,20}|\*{3,20}|\.{3,20}|your[a-z0-9_-]{0,30}|x-oauth-basic)@)(?<secret>[^\s:@/"'`<>{}$\\|?#()[\],;]{6,128})@(?!localhost|127\.|\[::1\]|0\.0\.0\.0|(?:[a-z0-9-]{1,40}\.){0,3}example(?:[/:.\s]|$)|host[:/]|hostname|(?:[a-z0-9-]{1,40}\.){0,3}(?:test|invalid|local)(?:[/:]|$))[A-Za-z0-9[]/d,
    entropy: 2.6,
    yieldsTo: [
      'secrets/github-personal-token',
      'secrets/github-oauth-token',
      'secrets/github-app-user-token',
      'secrets/github-app-installation-token',
      'secrets/github-fine-grained-token',
      'secrets/gitlab-access-token',
      'secrets/gitlab-routable-token',
      'secrets/gitlab-deploy-token',
      'secrets/gitlab-job-token',
      'secrets/bitbucket-access-token',
      'secrets/bitbucket-app-password',
      'secrets/huggingface-token',
      'secrets/pypi-token',
      'secrets/jfrog-api-key',
      'secrets/jfrog-reference-token',
      'secrets/azure-devops-token',
      'secrets/azure-devops-classic-token',
      'secrets/databricks-token',
    ],
  }),
]
