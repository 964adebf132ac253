import type { Component } from '../../src/model/component.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Model } from '../../src/model/model.ts'
import type { ScanResult } from '../../src/model/scan-result.ts'

/** Everything a name can carry to break out of an output: terminal escapes, line breaks, HTML, workflow commands, bidi. */
export const HOSTILE = '\u001b[31mred\u0007\r\n::error::owned\n<script>alert(1)</script>"\'`|\u202e\u2066\u0000\ud800'

/** A small result with one of everything; `text` stands wherever the scanned project decides the words. */
export function sampleResult(text = 'torch'): ScanResult {
  const torch = component({ id: `pkg:pypi/${encodeURIComponent(text.toWellFormed())}@2.1.0%2Bcu118`, name: text })
  const open = component({
    id: 'pkg:npm/%40scope/axios#^1.0.0',
    name: '@scope/axios',
    ecosystem: 'npm',
    purl: 'pkg:npm/%40scope/axios',
    version: { kind: 'range', text: '^1.0.0', syntax: 'semver' },
    direct: 'no',
    path: ['app@1.0.0', '@scope/axios'],
  })
  const findings = [vulnerable(torch, text), openRange(open)]
  return {
    schemaVersion: 1,
    tool: { name: 'assay', version: '0.0.0' },
    target: text,
    verdict: {
      decision: 'block',
      completeness: 'not-demanded',
      policy: { name: 'balanced', source: 'built in' },
      findings: [
        { fingerprint: 'a'.repeat(32), decision: 'block', rule: 'block-critical', known: false },
        {
          fingerprint: 'b'.repeat(32),
          decision: 'allow',
          rule: 'waived',
          waiver: { id: 'w1', owner: text, reason: text, expires: '2027-01-01' },
          known: true,
        },
      ],
      reasons: [{ rule: 'starter', decision: 'warn', message: text }],
      notices: [text],
    },
    coverage: {
      complete: false,
      gaps: ['1 file could not be read; see the diagnostics'],
      files: {
        seen: 3,
        parsed: 2,
        failed: 1,
        skipped: [{ what: text, kind: 'ignored', reason: text }],
        skippedCount: 1,
      },
      packages: {
        total: 2,
        resolved: 1,
        unpinned: 1,
        local: 0,
        unregistered: 0,
        outsideAdvisories: 0,
        listed: [],
      },
      advisories: {
        kind: 'database',
        asOf: '2026-11-20T00:00:00Z',
        builtAt: '2026-11-21T00:00:00Z',
        digest: 'c'.repeat(64),
        ecosystems: [{ ecosystem: 'PyPI', records: 10 }],
        knownExploited: 1,
        exploitPredictions: 1,
        ageDays: 2,
      },
    },
    findings,
    components: [open, torch],
    relationships: [{ from: torch.id, to: open.id }],
    models: [sampleModel(text)],
    diagnostics: [
      {
        code: 'FORMAT_SYNTAX',
        level: 'error',
        message: text,
        location: { path: text, lines: { start: 1, end: 1 } },
        source: 'x/y',
      },
    ],
    rules: [
      {
        id: 'vulnerabilities/known-vulnerability',
        title: 'A known vulnerability',
        severity: 'high',
        why: 'It can be attacked.',
        fix: 'Upgrade.',
        references: ['https://osv.dev/'],
      },
    ],
  }
}

function component(over: Partial<Component>): Component {
  const name = over.name ?? 'torch'
  return {
    id: 'x',
    purl: `pkg:pypi/${encodeURIComponent(name.toWellFormed())}@2.1.0%2Bcu118`,
    ecosystem: 'PyPI',
    name,
    version: { kind: 'exact', version: '2.1.0+cu118' },
    origin: { kind: 'registry', index: 'https://registry.example/simple' },
    scope: 'runtime',
    groups: ['extra:gpu'],
    direct: 'yes',
    path: [`${name}@2.1.0+cu118`],
    markers: [],
    integrity: [`sha256:${'0'.repeat(64)}`],
    evidence: [
      {
        location: { path: `sub/${name}/uv.lock`, lines: { start: 120, end: 120 }, column: 11 },
        note: `locked as ${name}`,
      },
      {
        location: { path: 'n.ipynb', lines: { start: 9, end: 9 }, column: 2, cell: 2, cellLine: 1 },
        note: 'installed by %pip',
      },
    ],
    ...over,
  }
}

function vulnerable(subject: Component, text: string): Finding {
  return {
    fingerprint: 'a'.repeat(32),
    ruleId: 'vulnerabilities/known-vulnerability',
    severity: 'critical',
    title: `${text} 2.1.0+cu118 is affected by CVE-2025-32434`,
    message: `Loading a file runs code. ${text}`,
    confidence: { level: 'high', because: ['exact version'] },
    evidence: subject.evidence,
    fix: {
      text: `Upgrade ${text} to 2.6.0 or later.`,
      version: '2.6.0',
      remedy: { command: `uv lock --upgrade-package ${text}` },
      all: { version: '2.10.0', vulnerabilities: 2, remedy: { edit: `${text}==2.10.0`, file: text } },
    },
    identity: 'PyPI torch CVE-2025-32434',
    component: subject.id,
    advisory: {
      id: 'CVE-2025-32434',
      ids: ['CVE-2025-32434', 'GHSA-53q9-r3pm-6pq6'],
      summary: `Loading a model file can run code even with weights_only. ${text}`,
      severity: {
        level: 'critical',
        cvss: { version: '4.0', vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', score: 9.3 },
      },
      malicious: false,
      published: '2025-04-18T15:30:00Z',
      modified: '2025-05-28T19:35:56Z',
      cwes: ['CWE-502'],
      references: ['https://example.org/advisory', 'not an address'],
      fixed: ['2.6.0'],
      knownExploited: { dateAdded: '2025-06-01', dueDate: '2025-06-22', ransomware: false },
      exploitPrediction: { score: 0.42, percentile: 0.97 },
    },
  }
}

function openRange(subject: Component): Finding {
  return {
    fingerprint: 'b'.repeat(32),
    ruleId: 'vulnerabilities/open-range',
    severity: 'medium',
    title: 'axios ^1.0.0 still admits affected versions',
    message: 'The range admits versions with known vulnerabilities.',
    confidence: { level: 'medium', because: ['the range is open'] },
    evidence: subject.evidence,
    fix: { text: 'Raise the lower bound to 1.8.2.' },
    identity: 'npm axios ^1.0.0',
    component: subject.id,
    range: { requirement: 'axios ^1.0.0', advisories: [], floor: '1.8.2', admits: 'some' },
  }
}

/** A model with a hostile text in every place that a file fills. */
function sampleModel(text: string): Model {
  const location = { path: text, lines: { start: 3, end: 3 } }
  return {
    id: `model:${text}`,
    path: text,
    name: text,
    source: { repository: text, revision: 'a'.repeat(40) },
    architectures: [text],
    modelType: text,
    task: text,
    library: text,
    languages: [text],
    claims: {
      name: text,
      architecture: text,
      quantization: text,
      licenses: [text, 'apache-2.0'],
      baseModels: [text],
      datasets: [text],
    },
    parameters: '7000000000',
    files: [{ path: `${text}/model.safetensors`, size: 14_000_000_000, format: 'safetensors' }],
    remoteCode: [{ loader: text, target: text, repository: text, location }],
    evidence: [{ location, note: text }],
  }
}
