import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('a password in an index', 'requirements.txt', '--index-url https://deploy:Tr0ub4dor3@m.example/simple\na==1\n'),
  fires('a token in .npmrc', '.npmrc', '//m.example/:_authToken=fixture-0123456789abcdef\n'),
  fires(
    'a password in a variable of an image',
    'Dockerfile',
    'FROM a\nENV PIP_INDEX_URL=https://ci:Tr0ub4dor3@m.example/simple\n',
  ),
  silent('a variable', 'requirements.txt', '--index-url https://ci:${INDEX_PASSWORD}@m.example/simple\na==1\n'),
  silent('a placeholder', 'setup.sh', 'pip install -i https://user:password@m.example/simple a\n'),
  silent('a token from the environment', '.npmrc', '//m.example/:_authToken=${NPM_TOKEN}\n'),
  silent('the user of git', 'setup.sh', 'git clone ssh://git@code.example/a.git\n'),
]
