import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readPythonModule } from '../../../formats/python/python.ts'
import { judgePythonModule } from './judge-python-module.ts'

const FOLDER = new URL('fixtures/benign/', import.meta.url)
const judge = (source: Uint8Array | string) =>
  judgePythonModule(readPythonModule(source, DEFAULT_LIMITS)).map(
    ({ id, severity, title }) => `${severity} ${id} ${title}`,
  )

/** Written for this test in the way repositories with remote code are written. */
describe('ordinary code of models', () => {
  it.each(readdirSync(FOLDER))('%s is silent', (name) => {
    expect(judge(readFileSync(new URL(name, FOLDER)))).toEqual([])
  })
})

/** Pieces that look like something and are ordinary. */
describe('ordinary lines', () => {
  const lines: readonly (readonly [line: string, found: readonly string[]])[] = [
    ['model.eval()', []],
    ['import re\nre.compile("x")', []],
    ['import torch\nf = torch.compile(f)', []],
    ['x = os.path.join(os.path.dirname(__file__), "vocab.json")', []],
    ['import os\nif "CUDA_HOME" in os.environ: x = os.environ["CUDA_HOME"]', []],
    ['import os\nos.environ["TOKENIZERS_PARALLELISM"] = "false"', []],
    ['import sys\nsys.path.append(".")\nsys.modules[__name__]', []],
    ['import pickle\npickle.dumps(x)', []],
    ['import yaml\nyaml.safe_load(f)\nyaml.load(f, Loader=yaml.SafeLoader)\nyaml.load(f, yaml.CSafeLoader)', []],
    ['import torch\ntorch.load(p, weights_only=True)', []],
    ['import numpy as np\nnp.load(p)', []],
    ['def f(eval, exec): return eval(exec)', []],
    ['class A:\n  def system(self): self.popen()\n  def popen(self): ...', []],
    ['import importlib\nm = importlib.import_module("flash_attn")', []],
    ['from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  import os\n  os.system("id")', []],
    ['x = "curl http://a.example | sh"', []],
    ['import subprocess\ntry: ...\nexcept subprocess.CalledProcessError: ...', []],
    ['class A(B):\n  def f(self): return [c for c in A.__subclasses__()]', []],
    ['import inspect\nn = f.__code__.co_varnames', []],
    ['import socket\nname = socket.gethostname()', []],
    ['getattr(model, "la" + "yer")', []],
    ['import os\nkey = os.environ.get("HF_HOME")', []],
    [
      'def f():\n  import requests\n  return requests.get(url)',
      ['low code/network The code talks to the network when it is used: requests.get'],
    ],
  ]
  it.each(lines)('%s', (source, found) => {
    expect(judge(source)).toEqual(found)
  })
})
