import type { Ecosystem } from '../../model/ecosystem.ts'

/**
 * Is a package one that is used without anybody importing it: a program, a plug-in, types, a build tool, a driver or a back end that another
 * package looks for at the run? By the names such packages have; what is in doubt counts as used.
 */
export function isUsedOtherwise(ecosystem: Ecosystem, name: string): boolean {
  return ecosystem === 'npm' ? NPM.test(name) || NPM_NAMES.has(name) : PYTHON.test(name) || PYTHON_NAMES.has(name)
}

const PYTHON =
  /^(?:types-|pytest|flake8|pylint|mkdocs|sphinx|nox|tox|jupyter|notebook|ipy|nb|hatch|setuptools|wheel|poetry|uv$|pip|pdm|flit|nvidia-|cuda|tensorrt|triton|opentelemetry-(?:instrumentation|exporter|distro)|llama-index$|langchain$|psycopg|mysql|pymysql|aiomysql|asyncpg|aiosqlite|sqlite|cx-oracle|oracledb|pyodbc|ddtrace|newrelic|gunicorn|uvicorn|hypercorn|daphne|waitress|celery|flower|supervisor|django-|djangorestframework|whitenoise|channels|black|ruff|isort|mypy|pyright|pre-commit|coverage|bandit|safety|twine|build$|bump|commitizen|invoke|dvc|mlflow|wandb|awscli|ansible|yamllint|codespell|autopep8|autoflake|pyupgrade|pyinstaller|nuitka|cython|pybind11|cmake|ninja|scikit-build|meson|swig)|-(?:stubs|plugin|instrumentation)$|-(?:cpu|gpu|cu\d+)$/

const PYTHON_NAMES: ReadonlySet<string> = new Set(
  // Back ends that transformers, diffusers, pandas, FastAPI, requests and others look for themselves.
  (
    'accelerate bitsandbytes sentencepiece protobuf tiktoken einops flash-attn xformers deepspeed optimum peft safetensors hf-transfer hf-xet ' +
    'tokenizers timm torchvision torchaudio ninja openpyxl xlrd xlsxwriter pyarrow fastparquet tables lxml html5lib tabulate jinja2 python-multipart ' +
    'email-validator itsdangerous orjson ujson httptools uvloop watchfiles websockets python-dotenv greenlet h2 brotli zstandard certifi charset-normalizer ' +
    'chardet urllib3 idna cryptography argon2-cffi bcrypt pillow matplotlib scipy numexpr bottleneck numba cffi redis pymongo kaleido typing-extensions tzdata pytz ' +
    'setuptools importlib-metadata importlib-resources colorama tqdm psutil ipywidgets ipykernel s3fs gcsfs adlfs fsspec faiss-cpu soundfile librosa pywin32 ' +
    'jupyterlab graphviz pydot nltk backoff tenacity gevent eventlet watchdog rich shellingham pyyaml toml tomli simplejson'
  ).split(' '),
)

const NPM =
  /^@types\/|^@(?:babel|swc|eslint|typescript-eslint|rollup|vitejs|vitest|storybook|tailwindcss|commitlint|semantic-release|changesets|nx|nrwl|parcel|emotion|react-native|expo|docusaurus|nuxt|sveltejs|astrojs|angular|capacitor|prisma|opentelemetry\/auto|biomejs|graphql-codegen|mdx-js|next|tsconfig|fontsource|iconify)(?:-[\w]+)?\/|eslint|prettier|babel|webpack|rollup|vite|postcss|stylelint|jest|mocha|karma|cypress|playwright|-loader$|-plugin(?:-|$)|^plugin-|-preset(?:-|$)|-config(?:-|$)|^config-|-cli$|-types?$|^react-scripts|^expo|^react-native|^ts-|^tsx$|^tslib$|-transformer$/

const NPM_NAMES: ReadonlySet<string> = new Set(
  (
    'typescript next nuxt react react-dom vue svelte astro gatsby @remix-run/dev nodemon concurrently cross-env rimraf husky lint-staged pm2 serve http-server dotenv dotenv-cli npm-run-all turbo ' +
    'nx lerna tsup esbuild swc tailwindcss autoprefixer sass node-sass less stylus core-js regenerator-runtime sharp pg mysql mysql2 sqlite3 better-sqlite3 tedious oracledb mongodb redis ' +
    'ioredis bufferutil utf-8-validate encoding fsevents graphql rxjs zone.js pino-pretty source-map-support reflect-metadata class-transformer class-validator electron node npm pnpm yarn bun canvas ' +
    'punycode buffer process util stream-browserify prisma drizzle-kit sequelize-cli knex typeorm web-vitals prop-types patch-package only-allow wrangler vercel netlify firebase-tools serverless ' +
    'onnxruntime-node onnxruntime-web jsdom happy-dom'
  ).split(' '),
)
