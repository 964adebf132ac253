/** Files whose purpose is to say who made something: addresses belong there. */
export function namesPeople(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return PEOPLE_FILES.test(name) || PEOPLE_FOLDERS.test(path)
}

const PEOPLE_FILES =
  /^(?:\.?(?:authors?|contributors?|maintainers?|committers?|owners|codeowners|mailmap|credits|thanks|acknowledge?ments?|people|team|staff|contacts?|governance|emeritus|licen[cs]es?|copying|copyright|notices?|third-?party.*|legal|patents|changes?|changelogs?|history|news|releases?|readme|security|support|funding|citation|about|metadata|pkg-info|description|control|package|composer|bower|manifest|cargo|gopkg|go|pom|setup|pyproject|meta|project|packages|dist|recipe|codemeta|\.?zenodo|ChangeLog.*)(?:[._-][a-z0-9._-]*)?|.*\.(?:gemspec|podspec|nuspec|cabal|spec|dsc|dist-info|po|pot|lock|asc|pem|crt|cer|1|3|7|8|man|info)|METADATA|PKG-INFO|entry_points\.txt)$/i
const PEOPLE_FOLDERS =
  /(?:^|\/)(?:LICEN[CS]ES|licenses?|copyright|\.git|\.github|debian|[^/]+\.(?:dist|egg)-info)(?:\/|$)/

/** Files that try out or check values: people make them up there, and their checks hold on purpose. */
export function testsValidators(path: string): boolean {
  return TEST_PATH.test(path) || CHECKER_PATH.test(path)
}

const TEST_PATH =
  /(?:^|[/._-])(?:tests?|testing|testdata|test_data|__tests__|__mocks__|specs?|fixtures?|mocks?|stubs?|examples?|samples?|demos?|e2e|benchmarks?|snapshots?|cypress|stories|golden)(?:[/._-]|$)|(?:^|\/)(?:test|conftest)[^/]*\.py$|[a-z](?:Test|Tests|Spec)\.[a-z]+$/
const CHECKER_PATH =
  /(?:^|[/._-])(?:faker|factory|stdnum|valid(?:at\w*)?|validators?|checksum|luhn|verhoeff|iban|bic|creditcards?|credit[_-]?card|card[_-]?(?:validator|type)|localflavor|presidio|recogni[sz]ers?|anonymi[sz]\w*|redact\w*|pii|dlp|sanitiz\w*|providers?|locales?|phonenumbers?|libphonenumber)(?:[/._-]|$)/i
