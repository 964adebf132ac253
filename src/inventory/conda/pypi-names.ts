/**
 * conda packages and the PyPI projects they are builds of. Equal names alone say nothing (`build` of PyPI is `python-build` of
 * conda-forge; `redis` is the server there and the client here), so a pair stands here only where the package is
 * known to be a build of that project. Put together by hand, without looking up each recipe: what is matched through it is never of
 * high confidence. Packages that hold no Python project (`openssl`, `libblas`, `cuda-nvcc`) are left out on purpose: no advisory of
 * PyPI is about them.
 */
export const PYPI_NAMES_VERSION = '2026-11'

/** Other names for the same project: the package is a build of the project on the right. */
export const RENAMED: Readonly<Record<string, string>> = {
  'backports.zoneinfo': 'backports-zoneinfo',
  'brotli-python': 'brotli',
  'dask-core': 'dask',
  faiss: 'faiss-cpu',
  importlib_metadata: 'importlib-metadata',
  importlib_resources: 'importlib-resources',
  jupyter_client: 'jupyter-client',
  jupyter_core: 'jupyter-core',
  jupyter_events: 'jupyter-events',
  jupyter_server: 'jupyter-server',
  jupyter_server_terminals: 'jupyter-server-terminals',
  jupyterlab_pygments: 'jupyterlab-pygments',
  jupyterlab_server: 'jupyterlab-server',
  jupyterlab_widgets: 'jupyterlab-widgets',
  'matplotlib-base': 'matplotlib',
  'msgpack-python': 'msgpack',
  opencv: 'opencv-python',
  prometheus_client: 'prometheus-client',
  prompt_toolkit: 'prompt-toolkit',
  pure_eval: 'pure-eval',
  'docker-py': 'docker',
  'py-opencv': 'opencv-python',
  'py-xgboost': 'xgboost',
  'pyarrow-core': 'pyarrow',
  pyqt: 'pyqt5',
  pytables: 'tables',
  'python-annoy': 'annoy',
  'python-blosc': 'blosc',
  'python-blosc2': 'blosc2',
  'python-build': 'build',
  'python-duckdb': 'duckdb',
  'python-fastjsonschema': 'fastjsonschema',
  'python-flatbuffers': 'flatbuffers',
  'python-graphviz': 'graphviz',
  'python-igraph': 'igraph',
  'python-installer': 'installer',
  'python-kaleido': 'kaleido',
  'python-kubernetes': 'kubernetes',
  'python-levenshtein': 'levenshtein',
  'python-lmdb': 'lmdb',
  'python-lz4': 'lz4',
  'python-tzdata': 'tzdata',
  'python-wget': 'wget',
  'python-xxhash': 'xxhash',
  'python-zstd': 'zstd',
  pytorch: 'torch',
  'pytorch-geometric': 'torch-geometric',
  pytorch_cluster: 'torch-cluster',
  pytorch_geometric: 'torch-geometric',
  pytorch_scatter: 'torch-scatter',
  pytorch_sparse: 'torch-sparse',
  pytorch_spline_conv: 'torch-spline-conv',
  pyg: 'torch-geometric',
  'ray-core': 'ray',
  'ray-default': 'ray',
  'ray-serve': 'ray',
  'ray-tune': 'ray',
  'redis-py': 'redis',
  'ruamel.yaml': 'ruamel-yaml',
  'ruamel.yaml.clib': 'ruamel-yaml-clib',
  ruamel_yaml: 'ruamel-yaml',
  'seaborn-base': 'seaborn',
  'sqlalchemy-base': 'sqlalchemy',
  'sagemaker-python-sdk': 'sagemaker',
  stack_data: 'stack-data',
  typing_extensions: 'typing-extensions',
  'uvicorn-standard': 'uvicorn',
  websocket_client: 'websocket-client',
}

/** Builds of one project for a processor or an accelerator, and the parts that a recipe splits it into. */
export const VARIANTS: Readonly<Record<string, string>> = {
  'cupy-core': 'cupy',
  'mxnet-gpu': 'mxnet',
  'py-xgboost-cpu': 'xgboost',
  'py-xgboost-gpu': 'xgboost',
  'pytorch-cpu': 'torch',
  'pytorch-gpu': 'torch',
  'tensorflow-base': 'tensorflow',
  'tensorflow-cpu': 'tensorflow',
  'tensorflow-eigen': 'tensorflow',
  'tensorflow-gpu': 'tensorflow',
  'tensorflow-mkl': 'tensorflow',
  'torchvision-cpu': 'torchvision',
}

/** The same name for the same project. */
export const SAME: ReadonlySet<string> = new Set(
  `absl-py accelerate aiobotocore aiofiles aiohttp aiosignal alabaster albumentations alembic altair annoy
  ansible anthropic anyio apache-airflow appdirs argon2-cffi arrow arviz asgiref astor astroid astropy asttokens
  astunparse async-timeout asyncpg attrs autokeras automat awscli azure-core azure-identity azure-storage-blob
  babel backoff bandit bcrypt beautifulsoup4 bentoml biopython bitsandbytes black bleach blinker blis bokeh
  boto3 botocore bottleneck bqplot brotlipy cachetools catalogue catboost celery certifi cffi chainer chardet
  charset-normalizer cheroot cherrypy chromadb clearml click clickhouse-connect cloudpickle cmaes cmdstanpy
  cohere colorama colorcet coloredlogs comet_ml configobj confluent-kafka contourpy coverage cryptography cupy
  cvxopt cvxpy cycler cymem cython cytoolz dagster dash dask dask-ml databricks-cli dataclasses-json datasets
  datasette dateparser deap debugpy decorator deepdiff deepspeed defusedxml dgl diffusers dill diskcache
  distributed django djangorestframework dm-tree dnspython docutils dominate duckdb dulwich dvc ecdsa einops
  elasticsearch elyra emcee entrypoints evaluate eventlet evidently executing fabric fairlearn faiss-cpu
  faiss-gpu faker fastai fastapi fastavro fastparquet fastprogress feast featuretools filelock fiona flake8
  flask flask-cors flax folium fonttools freezegun frozenlist fsspec ftfy furl future fuzzywuzzy gast gcsfs
  gensim geopandas gevent gitpython gluonts google-api-core google-auth google-cloud-bigquery google-cloud-core
  google-cloud-storage google-pasta gradio graphene great-expectations greenlet grpcio gunicorn gym gymnasium
  h11 h2 h5netcdf h5py hdbscan holoviews horovod html5lib httpcore httplib2 httpx huggingface_hub hvplot
  hydra-core hyperopt hypothesis idna imageio imbalanced-learn imgaug implicit importlib-metadata intake invoke
  ipykernel ipython ipywidgets isodate isort itsdangerous jax jaxlib jedi jeepney jinja2 jmespath joblib
  jsonpatch jsonpickle jsonpointer jsonschema jupyter jupyterhub jupyterlab kafka-python kedro keras
  keras-preprocessing keras-tuner keyring kfp kiwisolver kombu label-studio langchain langchain-community
  langchain-core langgraph langsmith lazy_loader librosa lightgbm lightning lime litellm llvmlite lmfit locket
  loguru lxml mako mapclassify marimo markdown markdown-it-py markupsafe marshmallow matplotlib
  matplotlib-inline mccabe mercantile metaflow missingno mistune mlflow mlserver mlxtend modin moto mpmath
  multidict multipledispatch multiprocess murmurhash mxnet mypy mysql-connector-python mysqlclient nbclient
  nbconvert nbformat neptune-client nest-asyncio netcdf4 networkx nibabel nltk nodeenv notebook notebook-shim
  ntplib numba numcodecs numexpr numpy numpyro oauthlib odfpy omegaconf onnx onnxconverter-common onnxruntime
  openai openai-whisper opencensus openpyxl opentelemetry-api opentelemetry-sdk opt_einsum optax optuna
  orbax-checkpoint orjson packaging paddlepaddle-gpu paho-mqtt palettable pandas pandas-profiling pandera panel
  papermill param paramiko parso partd passlib pathos pathspec patsy peewee peft peppercorn pexpect pgvector
  pickleshare pika pillow pip pipenv pkginfo platformdirs plotly plotnine pluggy ply pmdarima polars pooch
  portalocker pre-commit prefect preshed progressbar2 prophet protobuf psutil psycopg2 ptyprocess pulp
  pulsar-client py-cpuinfo pyarrow pyarrow-hotfix pyasn1 pyasn1-modules pybind11 pycairo pycaret pycocotools
  pycodestyle pycparser pycryptodome pydantic pydantic-core pydantic-settings pydeck pydicom pydot pyerfa
  pyflakes pyg-lib pygame pygments pyjwt pykeen pylint pymc pymc3 pymongo pymssql pymysql pynacl pynndescent
  pyod pyodbc pyogrio pyomo pyopenssl pyparsing pypdf pypdf2 pyproj pyro-ppl pyrsistent pyserial pysftp pysocks
  pyspark pystan pytest pytest-cov python-dateutil python-dotenv python-jose python-json-logger python-libsbml
  python-louvain python-multipart python-rapidjson python-slugify python-snappy python-utils pytorch-ignite
  pytorch-lightning pytz pywavelets pyyaml pyzmq qdrant-client qiskit querystring_parser rapidfuzz rasterio ray
  rdflib rdkit regex reportlab requests requests-oauthlib responses retrying rich rioxarray rouge-score rpds-py
  rsa s3fs s3transfer sacrebleu sacremoses safetensors scapy schedule scikit-image scikit-learn scikit-optimize
  scipy scrapy seaborn secretstorage selenium semver send2trash sentence-transformers sentencepiece sentry-sdk
  setproctitle setuptools sh shap shapely shellingham simplejson six skl2onnx skops sktime smart_open smmap
  snakemake sniffio snowballstemmer snowflake-connector-python snowflake-sqlalchemy soundfile soupsieve spacy
  spacy-legacy spacy-loggers sphinx sqlalchemy sqlparse srsly stable-baselines3 stanza starlette statsforecast
  statsmodels streamlit structlog sympy tables tabulate tblib tenacity tensorboard tensorboard-data-server
  tensorboardx tensorflow tensorflow-datasets tensorflow-estimator tensorflow-hub tensorflow-probability
  tensorstore termcolor textblob textdistance tf2onnx thinc threadpoolctl tifffile tiktoken timm tinycss2
  tokenizers toml tomli tomlkit toolz torchaudio torchmetrics torchtext torchvision tornado tqdm traitlets
  transformers trio triton trl tsfresh twine twisted typer typing-extensions tzlocal ujson umap-learn
  uncertainties unidecode urllib3 uvicorn uvloop validators virtualenv vllm voila wandb wasabi watchdog
  watchfiles wcwidth webcolors webencodings websocket-client websockets werkzeug wheel widgetsnbextension
  wordcloud wrapt xarray xformers xgboost xlrd xlsxwriter xlwings xyzservices yarl ydata-profiling yellowbrick
  zarr zeep zict zipp zstandard`
    .split(/\s+/)
    .filter((name) => name !== ''),
)
