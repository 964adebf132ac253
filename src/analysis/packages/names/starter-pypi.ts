/**
 * Names on PyPI that are worth being mistaken for, in AI and around it: written down by hand in November 2026 from what its projects use,
 * not taken from a list of downloads. The order is our guess of how widely a package is used. No replacement for a snapshot.
 */
export const STARTER_PYPI: readonly string[] = `
requests numpy urllib3 boto3 setuptools pandas certifi packaging python-dateutil typing-extensions idna charset-normalizer pyyaml six
cryptography pydantic pip botocore click wheel attrs s3transfer pyjwt jinja2 markupsafe fsspec rich aiohttp pytz colorama jsonschema protobuf
grpcio scipy pillow sqlalchemy pytest tqdm pyarrow psutil google-api-core google-auth cffi pycparser platformdirs filelock virtualenv
httpx httpcore anyio sniffio fastapi starlette uvicorn flask werkzeug django gunicorn redis psycopg2 psycopg2-binary pymongo tomli
beautifulsoup4 lxml scikit-learn matplotlib torch torchvision torchaudio transformers tokenizers huggingface-hub safetensors datasets
accelerate diffusers peft trl evaluate sentence-transformers openai anthropic tiktoken langchain langchain-core langchain-community
langchain-openai langchain-anthropic langchain-text-splitters langgraph langsmith llama-index llama-index-core llama-cpp-python llama-parse
litellm mistralai cohere groq replicate together google-generativeai google-genai google-cloud-aiplatform google-cloud-storage
google-cloud-bigquery azure-core azure-identity azure-storage-blob azure-ai-inference azure-ai-ml boto3-stubs sagemaker
vllm sglang tensorflow tensorflow-cpu tensorflow-gpu tf-keras keras tensorboard jax jaxlib flax optax orbax-checkpoint onnx onnxruntime
onnxruntime-gpu onnxscript optimum openvino triton tritonclient pytorch-triton xformers flash-attn bitsandbytes deepspeed
ray modin dask distributed polars duckdb numba cython sympy networkx statsmodels seaborn plotly bokeh altair streamlit gradio gradio-client
dash panel chainlit jupyter jupyterlab notebook ipython ipykernel ipywidgets nbformat nbconvert jupyter-server jupyter-client jupyter-core
mlflow mlflow-skinny wandb clearml comet-ml neptune optuna hyperopt hydra-core omegaconf lightning pytorch-lightning lightning-fabric
torchmetrics timm einops kornia albumentations opencv-python opencv-python-headless opencv-contrib-python imageio scikit-image
ultralytics ultralytics-thop supervision detectron2 open-clip-torch openai-whisper faster-whisper whisperx speechbrain librosa soundfile pydub
spacy nltk gensim sentencepiece sacrebleu sacremoses rouge-score textblob stanza flair fasttext langdetect jieba
xgboost lightgbm catboost shap lime fairlearn imbalanced-learn category-encoders umap-learn hdbscan
chromadb pinecone pinecone-client weaviate-client qdrant-client pymilvus faiss-cpu faiss-gpu lancedb pgvector elasticsearch opensearch-py
haystack-ai farm-haystack dspy dspy-ai guidance outlines instructor guardrails-ai nemoguardrails semantic-kernel autogen pyautogen ag2 crewai
crewai-tools smolagents pydantic-ai openai-agents google-adk mcp fastmcp modelcontextprotocol agentops browser-use e2b deepseek
unstructured pypdf pdfplumber pymupdf docling python-docx python-pptx openpyxl markdownify trafilatura playwright selenium scrapy
joblib cloudpickle dill h5py zarr tables picklescan modelscan fickling safehttpx xinference text-generation ollama gpt4all ctransformers auto-gptq
autoawq gguf exllamav2 mlx mlx-lm coremltools tflite-runtime executorch skops nvidia-cublas-cu12 nvidia-cudnn-cu12 nvidia-nccl-cu12 cupy
great-expectations pandera evidently deepchecks whylogs feast dvc kedro prefect airflow apache-airflow dagster luigi kubeflow kfp bentoml
zenml metaflow label-studio argilla lm-eval deepeval ragas trulens promptfoo inspect-ai presidio-analyzer presidio-anonymizer
python-dotenv pydantic-settings pydantic-core tenacity orjson ujson msgpack regex rapidfuzz python-multipart websockets websocket-client
paramiko fabric ansible docker kubernetes poetry pipenv uv ruff black mypy isort flake8 pre-commit tox nox hatchling flit-core num2words telnyx
alembic asyncpg aiofiles celery kombu scikit-optimize pycryptodome pyopenssl bcrypt passlib python-jose web3 discord-py python-telegram-bot
`
  .trim()
  .split(/\s+/)
