import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('a model by name', 'a.py', 'from transformers import AutoModel\nm = AutoModel.from_pretrained("o/m")\n'),
  fires(
    'a branch',
    'a.py',
    'from huggingface_hub import snapshot_download\nsnapshot_download("o/m", revision="main")\n',
  ),
  fires('a data set', 'a.py', 'from datasets import load_dataset\nload_dataset("o/d", split="train")\n'),
  fires('a pipeline', 'a.py', 'from transformers import pipeline\np = pipeline("text-generation", model="o/m")\n'),
  fires(
    'a notebook',
    'a.ipynb',
    JSON.stringify({
      cells: [
        {
          cell_type: 'code',
          source: 'from huggingface_hub import hf_hub_download\nhf_hub_download(repo_id="o/m", filename="x")',
        },
      ],
    }),
  ),
  fires('a data set on Kaggle', 'kernel-metadata.json', '{"id": "me/k", "dataset_sources": ["o/d", "me/own"]}'),
  fires(
    'the output of a kernel as kernels pull wrote it',
    'k/kernel-metadata.json',
    '{"kernel_sources": ["code/o/k"]}',
  ),
  fires('a model on Kaggle', 'kernel-metadata.json', '{"model_sources": ["o/m/PyTorch/base"]}'),
  silent(
    'versions on Kaggle, the own data, a competition, and what is to be filled in',
    'kernel-metadata.json',
    JSON.stringify({
      id: 'me/k',
      dataset_sources: ['o/d/7', 'datasets/Me/own', 'INSERT_OWNER/data', 5],
      kernel_sources: ['o/k/2'],
      model_sources: ['o/m/PyTorch/base/1'],
      competition_sources: ['titanic'],
    }),
  ),
  silent(
    'a commit',
    'a.py',
    'from transformers import AutoModel\nm = AutoModel.from_pretrained("o/m", revision="0123456789012345678901234567890123456789")\n',
  ),
  silent(
    'a revision that only the run can tell',
    'a.py',
    'from transformers import AutoModel\nm = AutoModel.from_pretrained("o/m", revision=args.revision)\n',
  ),
  silent(
    'a folder',
    'a.py',
    'from transformers import AutoModel\nAutoModel.from_pretrained("./model")\nAutoModel.from_pretrained("output/checkpoint-500")\nAutoModel.from_pretrained(path)\n',
  ),
]
