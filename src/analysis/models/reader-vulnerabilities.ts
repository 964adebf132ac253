/** A vulnerability of a library that reads model files. Facts from the advisory of the CVE. */
export interface ReaderVulnerability {
  readonly cve: string
  /** As PyPI names it. */
  readonly package: string
  /** PEP 440 specifiers of the affected versions, alternatives joined by ` || `. */
  readonly affected: string
  /** The first version without it; absent where none is known. */
  readonly fixed?: string
  /** The page of the advisory that says so. */
  readonly source: string
}

/** The vulnerable readers a CVE names; one CVE may name several libraries. */
export function vulnerableReaders(cve: string): readonly ReaderVulnerability[] {
  return READER_VULNERABILITIES.filter((one) => one.cve === cve)
}

/** Sorted by CVE. */
export const READER_VULNERABILITIES: readonly ReaderVulnerability[] = [
  {
    cve: 'CVE-2019-6446',
    package: 'numpy',
    affected: '<1.16.3',
    fixed: '1.16.3',
    source: 'https://nvd.nist.gov/vuln/detail/CVE-2019-6446',
  },
  {
    cve: 'CVE-2020-15211',
    package: 'tensorflow',
    affected: '<1.15.4 || >=2.0.0,<2.0.3 || >=2.1.0,<2.1.2 || >=2.2.0,<2.2.1 || >=2.3.0,<2.3.1',
    fixed: '2.3.1',
    source: 'https://github.com/tensorflow/tensorflow/security/advisories/GHSA-cvpc-8phh-8f45',
  },
  {
    cve: 'CVE-2020-1747',
    package: 'pyyaml',
    affected: '<5.3.1',
    fixed: '5.3.1',
    source: 'https://nvd.nist.gov/vuln/detail/CVE-2020-1747',
  },
  {
    cve: 'CVE-2022-25882',
    package: 'onnx',
    affected: '<1.13.0',
    fixed: '1.13.0',
    source: 'https://nvd.nist.gov/vuln/detail/CVE-2022-25882',
  },
  {
    cve: 'CVE-2023-27579',
    package: 'tensorflow',
    affected: '<2.11.1',
    fixed: '2.11.1',
    source: 'https://github.com/tensorflow/tensorflow/security/advisories/GHSA-5w96-866f-6rm8',
  },
  {
    cve: 'CVE-2024-27318',
    package: 'onnx',
    affected: '<=1.15.0',
    fixed: '1.16.0',
    source: 'https://github.com/advisories/GHSA-whh8-fjgc-qp73',
  },
  {
    cve: 'CVE-2024-34359',
    package: 'llama-cpp-python',
    affected: '>=0.2.30,<=0.2.71',
    fixed: '0.2.72',
    source: 'https://github.com/abetlen/llama-cpp-python/security/advisories/GHSA-56xg-wfcc-g829',
  },
  {
    cve: 'CVE-2024-34997',
    package: 'joblib',
    affected: '<=1.4.2',
    source: 'https://github.com/joblib/joblib/issues/1582',
  },
  {
    cve: 'CVE-2024-3660',
    package: 'keras',
    affected: '<2.13',
    fixed: '2.13.1',
    source: 'https://kb.cert.org/vuls/id/253266',
  },
  {
    cve: 'CVE-2024-37065',
    package: 'skops',
    affected: '>=0.6,<0.10',
    fixed: '0.10.0',
    source: 'https://nvd.nist.gov/vuln/detail/CVE-2024-37065',
  },
  {
    cve: 'CVE-2025-12058',
    package: 'keras',
    affected: '<3.12.0',
    fixed: '3.12.0',
    source: 'https://github.com/keras-team/keras/security/advisories/GHSA-qg93-c7p6-gg7f',
  },
  {
    cve: 'CVE-2025-1550',
    package: 'keras',
    affected: '>=3.0.0,<3.9.0',
    fixed: '3.9.0',
    source: 'https://github.com/advisories/GHSA-48g7-3x6r-xfhp',
  },
  {
    cve: 'CVE-2025-23304',
    package: 'nemo-toolkit',
    affected: '<2.3.2',
    fixed: '2.3.2',
    source: 'https://nvidia.custhelp.com/app/answers/detail/a_id/5686',
  },
  {
    cve: 'CVE-2025-32434',
    package: 'torch',
    affected: '<2.6.0',
    fixed: '2.6.0',
    source: 'https://github.com/pytorch/pytorch/security/advisories/GHSA-53q9-r3pm-6pq6',
  },
  {
    cve: 'CVE-2025-49655',
    package: 'keras',
    affected: '>=3.11.0,<3.11.3',
    fixed: '3.11.3',
    source: 'https://nvd.nist.gov/vuln/detail/CVE-2025-49655',
  },
  {
    cve: 'CVE-2025-51480',
    package: 'onnx',
    affected: '<=1.17.0',
    source: 'https://github.com/advisories/GHSA-6rq9-53c3-f7vj',
  },
  {
    cve: 'CVE-2025-54412',
    package: 'skops',
    affected: '<0.12',
    fixed: '0.12.0',
    source: 'https://nvd.nist.gov/vuln/detail/CVE-2025-54412',
  },
  {
    cve: 'CVE-2025-54413',
    package: 'skops',
    affected: '<0.12',
    fixed: '0.12.0',
    source: 'https://nvd.nist.gov/vuln/detail/CVE-2025-54413',
  },
  {
    cve: 'CVE-2025-54886',
    package: 'skops',
    affected: '<0.13',
    fixed: '0.13.0',
    source: 'https://nvd.nist.gov/vuln/detail/CVE-2025-54886',
  },
  {
    cve: 'CVE-2025-66448',
    package: 'vllm',
    affected: '<0.11.1',
    fixed: '0.11.1',
    source: 'https://github.com/vllm-project/vllm/security/advisories/GHSA-8fr4-5q9j-m8gm',
  },
  {
    cve: 'CVE-2025-8747',
    package: 'keras',
    affected: '>=3.0.0,<3.11.0',
    fixed: '3.11.0',
    source: 'https://github.com/advisories/GHSA-c9rc-mg46-23w3',
  },
  {
    cve: 'CVE-2025-9905',
    package: 'keras',
    affected: '>=3.0.0,<3.11.3',
    fixed: '3.11.3',
    source: 'https://nvd.nist.gov/vuln/detail/CVE-2025-9905',
  },
  {
    cve: 'CVE-2025-9906',
    package: 'keras',
    affected: '>=3.0.0,<3.11.0',
    fixed: '3.11.0',
    source: 'https://github.com/advisories/GHSA-36fq-jgmw-4r9c',
  },
  {
    cve: 'CVE-2026-0897',
    package: 'keras',
    affected: '>=3.0.0,<3.12.1 || ==3.13.0',
    fixed: '3.12.1',
    source: 'https://github.com/advisories/GHSA-xfhx-r7ww-5995',
  },
  {
    cve: 'CVE-2026-12480',
    package: 'keras',
    affected: '<3.12.2 || >=3.13.0,<3.14.1',
    fixed: '3.14.1',
    source: 'https://nvd.nist.gov/vuln/detail/CVE-2026-12480',
  },
  {
    cve: 'CVE-2026-1462',
    package: 'keras',
    affected: '<3.13.2',
    fixed: '3.13.2',
    source: 'https://github.com/advisories/GHSA-4f3f-g24h-fr8m',
  },
  {
    cve: 'CVE-2026-1669',
    package: 'keras',
    affected: '>=3.0.0,<3.13.2',
    fixed: '3.13.2',
    source: 'https://nvd.nist.gov/vuln/detail/CVE-2026-1669',
  },
  {
    cve: 'CVE-2026-22807',
    package: 'vllm',
    affected: '>=0.10.1,<0.14.0',
    fixed: '0.14.0',
    source: 'https://github.com/vllm-project/vllm/security/advisories/GHSA-2pc9-4j83-qjmr',
  },
  {
    cve: 'CVE-2026-24747',
    package: 'torch',
    affected: '<2.10.0',
    fixed: '2.10.0',
    source: 'https://nvd.nist.gov/vuln/detail/CVE-2026-24747',
  },
  {
    cve: 'CVE-2026-27489',
    package: 'onnx',
    affected: '<1.21.0',
    fixed: '1.21.0',
    source: 'https://github.com/onnx/onnx/security/advisories/GHSA-3r9x-f23j-gc73',
  },
  {
    cve: 'CVE-2026-27893',
    package: 'vllm',
    affected: '>=0.10.1,<0.18.0',
    fixed: '0.18.0',
    source: 'https://github.com/advisories/GHSA-7972-pg2x-xr59',
  },
  {
    cve: 'CVE-2026-34446',
    package: 'onnx',
    affected: '<1.21.0',
    fixed: '1.21.0',
    source: 'https://nvd.nist.gov/vuln/detail/CVE-2026-34446',
  },
  {
    cve: 'CVE-2026-34447',
    package: 'onnx',
    affected: '<1.21.0',
    fixed: '1.21.0',
    source: 'https://github.com/onnx/onnx/security/advisories/GHSA-p433-9wv8-28xj',
  },
  { cve: 'CVE-2026-5760', package: 'sglang', affected: '<=0.5.9', source: 'https://www.kb.cert.org/vuls/id/915947' },
]
