// The registry of rules: one line each, sorted by id. Only the engine imports this file.
export { knownVulnerability } from './vulnerabilities/known-vulnerability.ts'
export { maliciousNameCollision } from './vulnerabilities/malicious-name-collision.ts'
export { maliciousPackage } from './vulnerabilities/malicious-package.ts'
export { openRange } from './vulnerabilities/open-range.ts'
