import type { Component } from '../../model/component.ts'
import type { Observation } from '../../model/finding.ts'
import type { BomRule } from '../../model/rule.ts'
import type { Severity } from '../../model/severity.ts'
import { isLocalAddress } from './code/download.ts'
import { reported, shown } from './report.ts'

/** A package is taken from a place that can serve something else tomorrow. */
export const unpinnedSource: BomRule = {
  id: 'configuration/unpinned-source',
  title: 'A package comes from a branch, a tag or an address that can serve something else tomorrow.',
  severity: 'medium',
  why: 'Branches and tags of a repository and files at an address can be replaced at any time, by their owner or by whoever has taken over the account, the domain or the connection. No version changes and no registry notices; advisories and malware records do not cover what has no version.',
  fix: 'Name the full commit of a repository, and a SHA-256 for a file; commit a lock file that holds both.',
  references: [
    'https://pip.pypa.io/en/stable/topics/vcs-support/',
    'https://pip.pypa.io/en/stable/topics/secure-installs/',
    'https://github.com/npm/cli/blob/latest/docs/lib/content/configuring-npm/package-json.md',
    'https://cwe.mitre.org/data/definitions/494.html',
  ],
  *inspect({ components }) {
    for (const component of components) {
      const weakness = weaknessOf(component)
      if (weakness !== undefined) yield observed(component, weakness)
    }
  },
}

interface Weakness {
  readonly kind: 'plain' | 'moving' | 'unhashed'
  readonly severity: Severity
  readonly from: string
  readonly message: string
  readonly fix: string
}

function weaknessOf({ origin, integrity, evidence }: Component): Weakness | undefined {
  if (origin.kind !== 'git' && origin.kind !== 'url') return undefined
  const from = shown(origin.url, 120)
  if (/^(?:git\+)?(?:http|git|ftp):\/\//i.test(origin.url) && !isLocalAddress(origin.url.replace(/^git\+/i, '')))
    return {
      kind: 'plain',
      severity: integrity.length > 0 ? 'low' : 'high',
      from,
      message:
        'The connection is not encrypted: everyone on the way can answer with other code, which runs when it is installed.',
      fix: 'Use https, and name the full commit or a hash.',
    }
  if (origin.kind === 'git') {
    if (isCommit(origin.commit)) return undefined
    // A short hash can be met again by another commit, and hosts take it for a branch of that name first.
    const reference =
      origin.commit === undefined ? 'the default branch' : `${shown(origin.commit, 60)}, which is no full commit`
    return {
      kind: 'moving',
      severity: 'medium',
      from,
      message: `What is installed is what ${reference} points at on that day.`,
      fix: 'Name the full commit of 40 digits.',
    }
  }
  if (integrity.length > 0 || /#(?:\S{0,200}&)?(?:sha\d{3}|md5)[=-]/i.test(origin.url)) return undefined
  // Lock files of conda name files of an index with their hashes beside them; others write addresses without any.
  if (evidence.length === 0) return undefined
  return {
    kind: 'unhashed',
    severity: 'low',
    from,
    message: 'No hash is written down, so whatever the server sends is installed.',
    fix: 'Add the SHA-256 of the file: `#sha256=…` behind the address, or `--hash`.',
  }
}

function isCommit(text: string | undefined): boolean {
  return text !== undefined && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/i.test(text)
}

function observed(component: Component, { kind, severity, from, message, fix }: Weakness): Observation {
  const { origin, name, evidence } = component
  const observation = reported({
    severity,
    title: `${shown(name, 80)} comes from ${kind === 'moving' ? 'a repository without a commit' : kind === 'plain' ? 'an unencrypted address' : 'an address without a hash'}`,
    message: `${from}: ${message}`,
    because: 'the file that asks for it says so',
    evidence,
    fix: { text: fix, ...remedyFor(component, kind) },
    identity: `${component.ecosystem} ${name} ${kind} ${origin.kind === 'git' || origin.kind === 'url' ? shown(hostAndPath(origin.url), 200) : ''}`,
  })
  return { ...observation, component: component.id }
}

function hostAndPath(url: string): string {
  const end = url.search(/[?#]/)
  return end < 0 ? url : url.slice(0, end)
}

function remedyFor(
  { origin, evidence, name, ecosystem }: Component,
  kind: Weakness['kind'],
): Pick<Observation['fix'], 'remedy'> {
  const file = evidence[0]?.location.path
  if (file === undefined || kind !== 'moving' || origin.kind !== 'git') return {}
  const url = shown(origin.url.replace(/^git\+/, '').replace(/#.*$/, ''), 200)
  const edit = ecosystem === 'npm' ? `"${name}": "git+${url}#<commit>"` : `${name} @ git+${url}@<commit>`
  return { remedy: { edit, file } }
}
