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
