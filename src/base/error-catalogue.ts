/**
 * Every error Assay can report, by code. docs/errors.md is generated from this table and a test compares the two.
 * `kind` decides who may catch it (docs/architecture.md, "Errors").
 */
export type ErrorKind = 'format' | 'limit' | 'external' | 'usage'

export interface ErrorEntry {
  readonly kind: ErrorKind
  /** What happened, one line. */
  readonly title: string
  /** What the operator can do about it. */
  readonly next: string
}

export const ERROR_CATALOGUE = {
  FORMAT_SYNTAX: {
    kind: 'format',
    title: 'The text does not follow the grammar of its format.',
    next: 'Open the file at the place named and repair it; until then its packages are not covered.',
  },
  FORMAT_SHAPE: {
    kind: 'format',
    title: 'The syntax is right, but a field is missing or of another type than the format says.',
    next: 'Check that the file is what its name says; regenerate it with the tool that wrote it.',
  },
  FORMAT_VERSION: {
    kind: 'format',
    title: 'The file is of a version of its format that Assay does not know.',
    next: 'Update Assay, or write the file with an older version of its tool; report the version to us.',
  },
  FORMAT_ENCODING: {
    kind: 'format',
    title: 'The bytes are not text in a supported encoding.',
    next: 'Save the file as UTF-8.',
  },
  FORMAT_PARTIAL: {
    kind: 'format',
    title: 'A part of the file was not understood; the rest was read.',
    next: 'Look at the place named: what stands there is not covered.',
  },
  FORMAT_OUTSIDE: {
    kind: 'format',
    title: 'The file names another file outside the scanned folder, or one that is not there.',
    next: 'Scan the folder that holds both.',
  },
  FORMAT_LAYER: {
    kind: 'format',
    title: 'A part of a container image is not there, cannot be read, or not to its end.',
    next: 'Save the image anew, with all its layers; what the part holds is not covered.',
  },
  FORMAT_DIGEST: {
    kind: 'format',
    title: 'The bytes are not those that their digest names.',
    next: 'Do not use it: fetch it anew and compare the digest with the one its author states.',
  },
  FORMAT_UNCOVERED: {
    kind: 'format',
    title: 'Something was found that Assay does not look into, or was not asked to.',
    next: 'Look at what is named with a tool made for it, or ask for it with the option that is named.',
  },
  LIMIT_SIZE: {
    kind: 'limit',
    title: 'The file is larger than Assay reads at once.',
    next: 'Raise `limits.fileBytes` in assay.yaml if you trust the file, or exclude it.',
  },
  LIMIT_DEPTH: {
    kind: 'limit',
    title: 'The structure is nested deeper than any honest file of its kind.',
    next: 'Look at the file by hand: deep nesting is a way to crash parsers.',
  },
  LIMIT_ENTRIES: {
    kind: 'limit',
    title: 'The file holds more entries than Assay reads.',
    next: 'Raise the limit if you trust the file, or exclude it.',
  },
  LIMIT_TIME: {
    kind: 'limit',
    title: 'Reading the file took longer than its deadline and was ended.',
    next: 'Raise `limits.fileSeconds` in assay.yaml if you trust the file, or exclude it.',
  },
  LIMIT_RATIO: {
    kind: 'limit',
    title: 'Compressed data grows by more than any honest file of its kind.',
    next: 'Look at the file by hand: this is how decompression bombs work.',
  },
  LIMIT_MEMORY: {
    kind: 'limit',
    title: 'Reading the file needed more memory than a worker is given, and was ended.',
    next: 'Exclude the file, or scan it on its own.',
  },
  EXTERNAL_DISK: {
    kind: 'external',
    title: 'The file system refused.',
    next: 'Check that the path exists and that you may read it.',
  },
  EXTERNAL_ANSWER: {
    kind: 'external',
    title: 'What is said rests on what somebody outside answered during this scan.',
    next: 'Nothing has to be done: it is asked again with each scan, and nothing of it is remembered.',
  },
  EXTERNAL_NETWORK: {
    kind: 'external',
    title: 'An address could not be reached or answered with an error.',
    next: 'Check the address and your proxy settings, or work from a local copy with `assay advisories import`.',
  },
  EXTERNAL_DATABASE: {
    kind: 'external',
    title: 'The advisory database cannot be opened or is damaged.',
    next: 'Build it again with `assay advisories update`.',
  },
  EXTERNAL_FEED: {
    kind: 'external',
    title: 'A feed holds data that is not in the format it should have.',
    next: 'Check the address of the feed; records that could be read were kept.',
  },
  EXTERNAL_GIT: {
    kind: 'external',
    title: 'Git could not be run or ended with an error.',
    next: 'Install Git 2.30 or later and check the repository with `git fsck`.',
  },
  USAGE_ARGUMENTS: {
    kind: 'usage',
    title: 'The command line is not one Assay understands.',
    next: 'See `assay --help` or `assay COMMAND --help`.',
  },
  USAGE_PATH: {
    kind: 'usage',
    title: 'The path given is not there or not of the kind needed.',
    next: 'Check the spelling and that you may read it.',
  },
  USAGE_POLICY: {
    kind: 'usage',
    title: 'The policy cannot be used as written.',
    next: 'Run `assay policy check` to see every mistake with its line.',
  },
  USAGE_BASELINE: {
    kind: 'usage',
    title: 'The baseline file cannot be used as written.',
    next: 'Write it anew with `assay scan --write-baseline FILE`.',
  },
  USAGE_RESULT: {
    kind: 'usage',
    title: 'The file is not a result of a scan that Assay can compare.',
    next: 'Write one with `assay scan --format json --output FILE`.',
  },
  USAGE_REVISION: {
    kind: 'usage',
    title: 'Git does not know the revision, or the folder is not one of a repository.',
    next: 'Check the name with `git rev-parse NAME`; in a shallow clone fetch more history first.',
  },
  USAGE_VEX: {
    kind: 'usage',
    title: 'The VEX document cannot be used as written.',
    next: 'Give an OpenVEX document or a CycloneDX BOM with `vulnerabilities[].analysis`, as JSON.',
  },
  USAGE_SOURCE: {
    kind: 'usage',
    title: 'No advisory source is configured, or the one given is not usable.',
    next: 'Give one with `--osv URL|DIR|FILE` or in assay.yaml under `advisories.osv`.',
  },
  USAGE_REGISTRY: {
    kind: 'usage',
    title:
      'No package registry is configured for this ecosystem, or the package asked for is none that a registry holds.',
    next: 'Configure the client that installs the packages (`pip config set global.index-url URL`, `npm config set registry URL`).',
  },
  USAGE_RUNTIME: {
    kind: 'usage',
    title: 'Node.js is older than Assay needs.',
    next: 'Run `npm ci` in the checkout and start Assay with `npx assay`, or install Node.js 24 or later.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>

export type ErrorCode = keyof typeof ERROR_CATALOGUE

/** The codes of one kind, for example `CodeOf<'limit'>`. */
export type CodeOf<K extends ErrorKind> = {
  [C in ErrorCode]: (typeof ERROR_CATALOGUE)[C]['kind'] extends K ? C : never
}[ErrorCode]
