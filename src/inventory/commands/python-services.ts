import type { PythonToken } from '../../formats/python-tokens.ts'
import { isPunctuation, isOpening, isName, textOf } from './python-token-tests.ts'
import { itemEnd, listAt, literalAt, type PythonLiterals, wordsAt, wordsFrom } from './python-literals.ts'
import {
  recordConda,
  recordDatabricksLibrary,
  recordDictionary,
  recordFiles,
  recordFramework,
  recordInstructions,
  recordRequirements,
  recordScripts,
  type ServiceSite,
} from './python-service-records.ts'

/** What an argument holds: requirements of pip, names of requirement files, shell commands, MatchSpecs … */
type Form = 'requirements' | 'files' | 'scripts' | 'instructions' | 'conda' | 'PyPI dictionary' | 'conda dictionary'

/** Python code in which calls of services are looked for. */
export interface ServiceCode extends PythonLiterals, ServiceSite {
  /** See speaksOfEnvironments. */
  readonly hasEnvironments: boolean
}

/**
 * Methods whose positional arguments are what they install. Modal (`modal.Image`, also Daytona's and E2B's), BentoML
 * (`bentoml.images.Image`), Azure ML (`CondaDependencies`), nox (`session`); from the references of these libraries.
 */
const METHODS: Readonly<Record<string, Form>> = {
  pip_install: 'requirements',
  uv_pip_install: 'requirements',
  pip_install_from_requirements: 'files',
  run_commands: 'scripts',
  dockerfile_commands: 'instructions',
  micromamba_install: 'conda',
  python_packages: 'requirements',
  requirements_file: 'files',
  add_pip_package: 'requirements',
  add_conda_package: 'conda',
}

/** Keyword arguments that mean the same whatever is called: Kubeflow, MLflow, Azure ML, Beam. */
const KEYWORDS: Readonly<Record<string, Form>> = {
  packages_to_install: 'requirements',
  pip_requirements: 'requirements',
  extra_pip_requirements: 'requirements',
  pip_packages: 'requirements',
  conda_packages: 'conda',
}

/**
 * Keyword arguments of certain functions: Airflow (`PythonVirtualenvOperator`, `@task.virtualenv`), Vertex AI, ZenML, Flyte, Dask,
 * Ray (`RuntimeEnv`), Coiled, the Databricks SDK, Metaflow (`@pypi`, `@conda`), Modal's second way to name files.
 */
const FUNCTIONS: Readonly<Record<string, Readonly<Record<string, Form>>>> = {
  PythonVirtualenvOperator: { requirements: 'requirements' },
  BranchPythonVirtualenvOperator: { requirements: 'requirements' },
  virtualenv: { requirements: 'requirements' },
  branch_virtualenv: { requirements: 'requirements' },
  CustomTrainingJob: { requirements: 'requirements' },
  DockerSettings: { requirements: 'requirements' },
  ImageSpec: { packages: 'requirements', requirements: 'files' },
  PipInstall: { packages: 'requirements' },
  CondaInstall: { packages: 'conda' },
  RuntimeEnv: { pip: 'requirements', uv: 'requirements' },
  create_software_environment: { pip: 'requirements', conda: 'conda' },
  PythonPyPiLibrary: { package: 'requirements' },
  pypi: { packages: 'PyPI dictionary' },
  pypi_base: { packages: 'PyPI dictionary' },
  conda: { packages: 'conda dictionary', libraries: 'conda dictionary' },
  conda_base: { packages: 'conda dictionary', libraries: 'conda dictionary' },
  uv_pip_install: { requirements: 'files' },
}

const HUGGING_FACE: Readonly<Record<string, string>> = {
  transformers_version: 'transformers',
  pytorch_version: 'torch',
  tensorflow_version: 'tensorflow',
}

/** The containers of SageMaker (`sagemaker.pytorch.PyTorch` and its like) by what their version arguments are versions of. */
const FRAMEWORKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  PyTorch: { framework_version: 'torch' },
  PyTorchModel: { framework_version: 'torch' },
  PyTorchProcessor: { framework_version: 'torch' },
  TensorFlow: { framework_version: 'tensorflow' },
  TensorFlowModel: { framework_version: 'tensorflow' },
  TensorFlowProcessor: { framework_version: 'tensorflow' },
  SKLearn: { framework_version: 'scikit-learn' },
  SKLearnModel: { framework_version: 'scikit-learn' },
  SKLearnProcessor: { framework_version: 'scikit-learn' },
  XGBoost: { framework_version: 'xgboost' },
  XGBoostModel: { framework_version: 'xgboost' },
  MXNet: { framework_version: 'mxnet' },
  HuggingFace: HUGGING_FACE,
  HuggingFaceModel: HUGGING_FACE,
  HuggingFaceProcessor: HUGGING_FACE,
}

/** Records what a call installs; `index` is the token of its name. */
export function readServiceCall(code: ServiceCode, index: number): void {
  const { tokens } = code
  const name = textOf(tokens[index])
  const isMethod = isPunctuation(tokens[index - 1], '.')
  if (isMethod && isName(tokens[index - 2], 'session')) return readNoxCall(code, name, index + 2)
  if (name === 'installPyPI' && isMethod) return recordDatabricksLibrary(code, index + 2)
  const positional = isMethod ? own(METHODS, name) : undefined
  const keywords = own(FUNCTIONS, name)
  const frameworks = own(FRAMEWORKS, name)
  if (positional !== undefined) record(code, positional, 'list', index + 1)
  for (let at = index + 2; at < tokens.length;) {
    const end = itemEnd(code, at)
    const keyword = isPunctuation(tokens[at + 1], '=') ? textOf(tokens[at]) : ''
    const form = keyword === '' ? undefined : (own(KEYWORDS, keyword) ?? (keywords && own(keywords, keyword)))
    const framework = frameworks && own(frameworks, keyword)
    if (form !== undefined) recordValue(code, form, at + 2)
    if (framework !== undefined) recordFramework(code, framework, at + 2)
    if (!isPunctuation(tokens[end], ',')) break
    at = end + 1
  }
}

/** nox: `session.install("x==1")` is pip's command line, `session.conda_install` conda's, `session.run` any. */
function readNoxCall(code: ServiceCode, name: string, first: number): void {
  const words = wordsFrom(code, first)
  if (name === 'install') code.command(['pip', 'install'], words)
  else if (name === 'conda_install') code.command(['conda', 'install'], words)
  else if (name === 'run' || name === 'run_install' || name === 'run_always') code.command([], words)
}

/** Records what an entry of a dictionary installs; `index` is the token of its key. */
export function readServiceEntry(code: ServiceCode, index: number): void {
  const { tokens } = code
  const key = tokens[index]
  if (key?.kind !== 'string' || !isPunctuation(tokens[index + 1], ':')) return
  const value = index + 2
  switch (key.value.text) {
    case 'pip':
    case 'uv':
      return readEnvironment(code, value)
    case 'pypi':
      return readInner(code, value, 'package', (inner) => recordRequirements(code, wordsAt(code, inner)))
    case 'EXTRA_PIP_PACKAGES':
    case '_PIP_ADDITIONAL_REQUIREMENTS':
      return recordRequirements(code, splitText(code, value, /[^\s]+/g))
    case '--additional-python-modules':
      return recordRequirements(code, splitText(code, value, /[^\s,]+/g))
    default:
  }
}

/**
 * Does a program speak of environments as Ray (`runtime_env`) and conda (`dependencies` with a `pip` list in them, as MLflow takes
 * them) write them? Only then `{"pip": […]}` is a list of packages.
 */
export function speaksOfEnvironments(tokens: readonly PythonToken[]): boolean {
  return tokens.some((token) => {
    if (token.kind === 'magic') return false
    const text = token.kind === 'string' ? token.value.text : token.text
    return ENVIRONMENT_WORDS.has(text)
  })
}

const ENVIRONMENT_WORDS: ReadonlySet<string> = new Set(
  'runtime_env RuntimeEnv runtime-env dependencies conda_env ray_actor_options JobSubmissionClient'.split(' '),
)

/** Ray: a list, a file, or `{"packages": […], "pip_check": …}`. */
function readEnvironment(code: ServiceCode, value: number): void {
  if (!code.hasEnvironments) return
  const { tokens } = code
  if (isPunctuation(tokens[value], '{'))
    return readInner(code, value, 'packages', (inner) => recordValue(code, 'requirements', inner))
  const words = isPunctuation(tokens[value], '[') ? listAt(code, value) : []
  // `{"pip": ["pip", "install"]}` is a table of commands.
  if (isOpening(tokens[value]) && words.some(({ text }) => text === 'install')) return
  recordValue(code, 'requirements', value)
}

function readInner(code: ServiceCode, open: number, key: string, read: (value: number) => void): void {
  const { tokens, closing } = code
  if (!isPunctuation(tokens[open], '{')) return
  for (let at = open + 1; at < (closing[open] ?? 0);) {
    const token = tokens[at]
    if (token?.kind === 'string' && token.value.text === key && isPunctuation(tokens[at + 1], ':')) read(at + 2)
    at = itemEnd(code, at) + 1
  }
}

function splitText(code: ServiceCode, index: number, words: RegExp): ReturnType<typeof wordsAt> {
  return wordsAt(code, index).flatMap((word) => code.split(word, words))
}

/** The value of an argument: a literal, or a name for one or several. */
function recordValue(code: ServiceCode, form: Form, index: number): void {
  const token = code.tokens[index]
  const named = token?.kind === 'name' ? code.names.valuesOf(token.text, index) : undefined
  // A name nobody can tell the value of says nothing of packages; a list with one in it does.
  for (const value of named ?? [index]) {
    if (literalAt(code.tokens, value) !== undefined) record(code, form, 'text', value)
    else if (isOpening(code.tokens[value])) record(code, form, 'list', value)
  }
}

function record(code: ServiceCode, form: Form, as: 'text' | 'list', index: number): void {
  if (form === 'PyPI dictionary') return recordDictionary(code, index, 'PyPI')
  if (form === 'conda dictionary') return recordDictionary(code, index, 'conda')
  const words = as === 'text' ? wordsAt(code, index) : listAt(code, index)
  if (form === 'files') return recordFiles(code, words)
  if (form === 'scripts') return recordScripts(code, words)
  if (form === 'instructions') return recordInstructions(code, words)
  if (form === 'conda') return recordConda(code, words)
  // A single text is a file, or the lines of one (Airflow, MLflow, ZenML).
  if (as === 'text' && words.every(({ text }) => /\.(?:txt|in)$/.test(text))) return recordFiles(code, words)
  recordRequirements(code, as === 'text' ? words.flatMap((word) => code.split(word, /[^\n]+/g)) : words)
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
