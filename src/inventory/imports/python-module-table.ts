/**
 * Modules whose packages on PyPI go by another name. Where the name of the package is the module's, but for case and `_`, nothing needs
 * to be listed. Read from `RECORD` and `top_level.txt` of wheels (836 installed distributions, November 2026), and, where no wheel was at hand, from
 * the installation page of the project. A module several packages bring lists all of them, the usual one first.
 */
export const MODULE_TABLE_VERSION = '2026-11'

/** One line for each module: the module, then its packages. */
const TABLE = `
absl absl-py
ansible ansible ansible-core
antlr4 antlr4-python3-runtime
argon2 argon2-cffi
attr attrs
autogen pyautogen autogen ag2
awq autoawq
barcode python-barcode
bayes_opt bayesian-optimization
bidi python-bidi
Bio biopython
boolean boolean-py
box python-box
brotli brotli brotlicffi
bs4 beautifulsoup4
bson pymongo
caffe2 torch
cattr cattrs
cfnlint cfn-lint
chess chess python-chess
chromadb chromadb chromadb-client
clang libclang clang
clip clip-anytorch clip openai-clip
community python-louvain
consul python-consul python-consul2 py-consul
corsheaders django-cors-headers
cpuinfo py-cpuinfo
crispy_forms django-crispy-forms
Crypto pycryptodome pycrypto
Cryptodome pycryptodomex
cupy cupy cupy-cuda11x cupy-cuda12x cupy-cuda13x
cv2 opencv-python opencv-python-headless opencv-contrib-python opencv-contrib-python-headless
cyclonedx cyclonedx-python-lib
darts darts u8darts
dask dask distributed
dateutil python-dateutil
dbt dbt-core
ddgs ddgs duckduckgo-search
debug_toolbar django-debug-toolbar
discord discord-py py-cord
django_filters django-filter
dns dnspython
docx python-docx docx
dotenv python-dotenv
dspy dspy dspy-ai
editor python-editor
elasticsearch elasticsearch elasticsearch7 elasticsearch8
elftools pyelftools
engineio python-engineio
environ django-environ
factory factory-boy
faiss faiss-cpu faiss-gpu faiss-gpu-cu11 faiss-gpu-cu12 faiss
fasttext fasttext fasttext-wheel
ffmpeg ffmpeg-python
fitz pymupdf
flaxlib flax
freetype freetype-py
functorch torch
gi pygobject
git gitpython
github pygithub
gitlab python-gitlab
gnupg python-gnupg
googleapiclient google-api-python-client
graphql graphql-core
griffe griffelib griffe
grpc grpcio
grpc_health grpcio-health-checking
grpc_reflection grpcio-reflection
grpc_status grpcio-status
grpc_tools grpcio-tools
haiku dm-haiku
haystack haystack-ai farm-haystack
hydra hydra-core
igraph igraph python-igraph
imblearn imbalanced-learn
isympy sympy
jenkins python-jenkins
jose python-jose
jwt pyjwt
kafka kafka-python kafka-python-ng
keras keras tensorflow
ldap python-ldap
Levenshtein levenshtein python-levenshtein
lightning_fabric lightning-fabric lightning pytorch-lightning
llama_agents llama-index-workflows
llama_cpp llama-cpp-python
llama_parse llama-parse llama-cloud-services
magic python-magic python-magic-bin
markdown_it markdown-it-py
memcache python-memcached
mlflow mlflow mlflow-skinny
model_utils django-model-utils
mpl_toolkits matplotlib
msgpack msgpack msgpack-python
multipart python-multipart multipart
mysql mysql-connector-python mysql-connector
MySQLdb mysqlclient
nacl pynacl
neo4j neo4j neo4j-driver
nmap python-nmap
nose nose pynose
nvidia_smi nvidia-ml-py3 nvidia-ml-py
odf odfpy
onnxruntime onnxruntime onnxruntime-gpu onnxruntime-directml onnxruntime-training onnxruntime-openvino
open_clip open-clip-torch
open_clip_train open-clip-torch
OpenGL pyopengl
openid python3-openid
opensearchpy opensearch-py
OpenSSL pyopenssl
orbax orbax-checkpoint
osgeo gdal
packageurl packageurl-python
paddle paddlepaddle paddlepaddle-gpu
past future
pasta google-pasta
path path path-py
pdfminer pdfminer-six pdfminer
phonenumber_field django-phonenumber-field
phonenumbers phonenumbers phonenumberslite
PIL pillow pillow-simd
pinecone pinecone pinecone-client
pkg_resources setuptools
playhouse peewee
poetry poetry-core poetry
pptx python-pptx
proto proto-plus
psycopg psycopg psycopg-binary
psycopg2 psycopg2 psycopg2-binary
pwn pwntools
py pytest py
pylab matplotlib
pynvml nvidia-ml-py pynvml
pyro pyro-ppl
pysnmp pysnmp pysnmplib
pythoncom pywin32
pythonjsonlogger python-json-logger
pytorch_lightning pytorch-lightning lightning
pywintypes pywin32
pywt pywavelets
pyximport cython
rapidjson python-rapidjson
rattler py-rattler
rediscluster redis-py-cluster
rest_framework djangorestframework
rest_framework_simplejwt djangorestframework-simplejwt
saml2 pysaml2
samtranslator aws-sam-translator
serial pyserial
skbio scikit-bio
skimage scikit-image
sklearn scikit-learn
sklearnex scikit-learn-intelex
skopt scikit-optimize
slack slackclient
slugify python-slugify awesome-slugify
smartcard pyscard
snappy python-snappy
snowflake snowflake-connector-python snowflake-snowpark-python snowflake-sqlalchemy snowflake-ml-python
socketio python-socketio
socks pysocks
sockshandler pysocks
solcx py-solc-x
soundfile soundfile pysoundfile
speech_recognition speechrecognition
stdnum python-stdnum
storages django-storages
surprise scikit-surprise
talib ta-lib
telebot pytelegrambotapi
telegram python-telegram-bot
tensorboard tensorboard tensorflow
tensorflow tensorflow tensorflow-cpu tensorflow-gpu tensorflow-macos tensorflow-intel tf-nightly
tensorrt tensorrt tensorrt-cu12 nvidia-tensorrt
thop ultralytics-thop thop
tlz toolz
torch torch torch-cpu
torchgen torch
tree dm-tree
triton triton pytorch-triton
twitter python-twitter
umap umap-learn
usb pyusb
vertexai google-cloud-aiplatform
vlc python-vlc
weaviate weaviate-client
webrtcvad webrtcvad webrtcvad-wheels
websocket websocket-client
whisper openai-whisper
win32api pywin32
win32com pywin32
win32con pywin32
win32event pywin32
win32file pywin32
win32gui pywin32
win32process pywin32
win32service pywin32
win32serviceutil pywin32
workflows llama-index-workflows
wx wxpython
xdist pytest-xdist
xgboost xgboost xgboost-cpu
Xlib python-xlib
yaml pyyaml
zmq pyzmq
`

/**
 * Modules that many packages share a part of (PEP 420, and pkgutil before it): the part below says which. The beginnings of the
 * dotted names, each with its packages; the longest that fits counts.
 */
const NAMESPACES = `
azure.ai.inference azure-ai-inference
azure.ai.ml azure-ai-ml
azure.ai.openai azure-ai-openai
azure.core azure-core
azure.cosmos azure-cosmos
azure.functions azure-functions
azure.identity azure-identity
azure.keyvault.secrets azure-keyvault-secrets
azure.search.documents azure-search-documents
azure.servicebus azure-servicebus
azure.storage.blob azure-storage-blob
azure.storage.queue azure-storage-queue
azureml azureml-core azureml-sdk azureml-mlflow
google.adk google-adk
google.ai.generativelanguage google-ai-generativelanguage
google.api googleapis-common-protos
google.api_core google-api-core
google.auth google-auth
google.cloud.aiplatform google-cloud-aiplatform
google.cloud.bigquery google-cloud-bigquery
google.cloud.dialogflow google-cloud-dialogflow
google.cloud.firestore google-cloud-firestore
google.cloud.logging google-cloud-logging
google.cloud.pubsub google-cloud-pubsub
google.cloud.pubsub_v1 google-cloud-pubsub
google.cloud.secretmanager google-cloud-secret-manager
google.cloud.spanner google-cloud-spanner
google.cloud.speech google-cloud-speech
google.cloud.storage google-cloud-storage
google.cloud.texttospeech google-cloud-texttospeech
google.cloud.translate google-cloud-translate
google.cloud.vision google-cloud-vision
google.cloud.exceptions google-cloud-core
google.genai google-genai
google.generativeai google-generativeai
google.iam grpc-google-iam-v1
google.longrunning googleapis-common-protos
google.oauth2 google-auth
google.protobuf protobuf
google.resumable_media google-resumable-media
google.rpc googleapis-common-protos
google.type googleapis-common-protos
jaraco.classes jaraco-classes
jaraco.context jaraco-context
jaraco.functools jaraco-functools
jaraco.text jaraco-text
llama_index.core llama-index-core llama-index
llama_index.legacy llama-index-legacy
nvidia.dali nvidia-dali-cuda120 nvidia-dali-cuda110
opentelemetry.exporter.otlp.proto.grpc opentelemetry-exporter-otlp-proto-grpc opentelemetry-exporter-otlp
opentelemetry.exporter.otlp.proto.http opentelemetry-exporter-otlp-proto-http opentelemetry-exporter-otlp
opentelemetry.proto opentelemetry-proto
opentelemetry.sdk opentelemetry-sdk
opentelemetry.semconv opentelemetry-semantic-conventions
opentelemetry.trace opentelemetry-api
opentelemetry.metrics opentelemetry-api
opentelemetry.context opentelemetry-api
opentelemetry.baggage opentelemetry-api
opentelemetry.propagate opentelemetry-api
opentelemetry.propagators opentelemetry-api
ruamel.yaml ruamel-yaml
snowflake.connector snowflake-connector-python
snowflake.snowpark snowflake-snowpark-python
snowflake.sqlalchemy snowflake-sqlalchemy
`

/** Tops of such modules: what lies below them counts, as far down as packages are named. */
export const NAMESPACE_TOPS: ReadonlySet<string> = new Set([
  'azure',
  'azureml',
  'backports',
  'google',
  'jaraco',
  'llama_index',
  'nvidia',
  'opentelemetry',
  'ruamel',
  'snowflake',
  'sphinxcontrib',
  'zope',
])

/** Modules that the place brings in which the code runs: nothing can declare them. */
const PROVIDED: ReadonlySet<string> = new Set([
  'google.colab',
  'kaggle_secrets',
  'kaggle_datasets',
  'dbutils',
  'awsglue',
  'bpy',
  'bmesh',
  'mathutils',
  'arcpy',
  'gdb',
  'lldb',
  'idaapi',
  'idautils',
  'idc',
  'hou',
  'maya',
  'nuke',
  'sublime',
  'sublime_plugin',
  'unreal',
  'FreeCAD',
  'FreeCADGui',
  'machine',
  'micropython',
  'utime',
  'js',
  'pyodide',
  'pyodide_js',
  'IPython',
  'pip',
  'setuptools',
  'pkg_resources',
  'wheel',
])

/** Is it there without a package, or below such a module? */
export function isProvidedByPlace(module: string): boolean {
  for (let end = module.length; end > 0; end = module.lastIndexOf('.', end - 1)) {
    if (PROVIDED.has(module.slice(0, end))) return true
  }
  return false
}

export const PACKAGES_OF_MODULE: ReadonlyMap<string, readonly string[]> = new Map(
  `${TABLE}${NAMESPACES}`
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [module = '', ...packages] = line.split(' ')
      return [module, packages]
    }),
)
