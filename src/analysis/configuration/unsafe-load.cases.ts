import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires(
    'a pickle from the network',
    'a.py',
    'import pickle, requests\nx = pickle.loads(requests.get("https://m.example/x.pkl").content)\n',
  ),
  fires(
    'a pickle from a hub, through a file',
    'a.py',
    'import pickle\nfrom huggingface_hub import hf_hub_download\np = hf_hub_download("o/m", "m.pkl")\nwith open(p, "rb") as f:\n    m = pickle.load(f)\n',
  ),
  fires(
    'a file that was fetched to this path',
    'a.py',
    'import joblib, urllib.request\nurllib.request.urlretrieve("https://m.example/m.joblib", "m.joblib")\nm = joblib.load("m.joblib")\n',
  ),
  fires(
    'a pickle of unknown origin',
    'a.py',
    'import pickle\ndef load(path):\n    return pickle.load(open(path, "rb"))\n',
  ),
  fires('torch.load without weights_only', 'a.py', 'import torch\nm = torch.load("model.pt", map_location="cpu")\n'),
  fires(
    'torch.load with weights_only=False',
    'a.py',
    'import torch as t\nm = t.load("model.pt", weights_only=False)\n',
  ),
  fires('a table from an address', 'a.py', 'import pandas as pd\nd = pd.read_pickle("https://m.example/d.pkl")\n'),
  fires('arrays of objects', 'a.py', 'import numpy as np\na = np.load(path, allow_pickle=True)\n'),
  fires('YAML with the full loader', 'a.py', 'import yaml\nyaml.load(stream, Loader=yaml.Loader)\n'),
  fires('YAML, unsafe by name', 'a.py', 'from yaml import unsafe_load\nunsafe_load(stream)\n'),
  fires('YAML without a loader', 'a.py', 'import yaml\nyaml.load(stream)\n'),
  fires(
    'Keras out of safe mode',
    'a.py',
    'from tensorflow import keras\nm = keras.models.load_model("m.keras", safe_mode=False)\n',
  ),
  fires(
    'a vector store',
    'a.py',
    'from langchain_community.vectorstores import FAISS\nFAISS.load_local("index", e, allow_dangerous_deserialization=True)\n',
  ),
  fires('the switch of torch', 'a.py', 'import os\nos.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "1"\n'),
  fires(
    'a cell of a notebook',
    'a.ipynb',
    notebook('!pip install torch', 'import torch\nm = torch.load("m.pt", weights_only=False)'),
  ),
  silent('a copy through a pickle', 'a.py', 'import pickle\ndef copy(x):\n    return pickle.loads(pickle.dumps(x))\n'),
  silent(
    'a buffer the program has filled',
    'a.py',
    'import io, torch, pickle\nb = io.BytesIO()\npickle.dump(x, b)\nb.seek(0)\npickle.load(b)\n',
  ),
  silent('torch.load with weights_only=True', 'a.py', 'import torch\nm = torch.load("model.pt", weights_only=True)\n'),
  silent(
    'YAML with the safe loader',
    'a.py',
    'import yaml\nfrom yaml import SafeLoader\nyaml.load(s, Loader=SafeLoader)\nyaml.load(s, yaml.CSafeLoader)\nyaml.safe_load(s)\n',
  ),
  silent(
    'a loader of the module itself',
    'a.py',
    'import yaml\nclass MyLoader(yaml.SafeLoader):\n    pass\nyaml.load(s, Loader=MyLoader)\n',
  ),
  silent('words in text', 'a.py', '"""pickle.load(f) and torch.load(f) are dangerous"""\n# pickle.load(f)\n'),
  silent('load of something else', 'a.py', 'import json, pickle\njson.load(f)\nself.pickle.load(f)\n'),
  silent(
    'numpy without pickles',
    'a.py',
    'import numpy as np\nnp.load("pickle.npy")\nnp.load(p, allow_pickle=False)\n',
  ),
]

function notebook(...cells: readonly string[]): string {
  return JSON.stringify({ cells: cells.map((source) => ({ cell_type: 'code', source })), metadata: {}, nbformat: 4 })
}
