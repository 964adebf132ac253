import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('requests', 'a.py', 'import requests\nrequests.get("https://a.example", verify=False)\n'),
  fires('a session', 'a.py', 'import requests\ns = requests.Session()\ns.verify = False\n'),
  fires('httpx', 'a.py', 'import httpx\nclient = httpx.AsyncClient(verify=False)\n'),
  fires(
    'a client given to another',
    'a.py',
    'import httpx\nfrom openai import OpenAI\nOpenAI(http_client=httpx.Client(verify=False))\n',
  ),
  fires('boto3', 'a.py', 'import boto3\nboto3.client("s3", verify=False)\n'),
  fires('aiohttp', 'a.py', 'import aiohttp\naiohttp.TCPConnector(ssl=False)\n'),
  fires(
    'a context',
    'a.py',
    'import ssl\nctx = ssl.create_default_context()\nctx.check_hostname = False\nctx.verify_mode = ssl.CERT_NONE\n',
  ),
  fires('urllib3', 'a.py', 'import urllib3\nurllib3.PoolManager(cert_reqs="CERT_NONE")\n'),
  fires(
    'a database of vectors',
    'a.py',
    'from elasticsearch import Elasticsearch\nElasticsearch("https://a.example", verify_certs=False)\n',
  ),
  fires(
    'an unverified context',
    'a.py',
    'import ssl, urllib.request\nurllib.request.urlopen(u, context=ssl._create_unverified_context())\n',
  ),
  fires('Node.js', 'a.ts', 'const agent = new https.Agent({ rejectUnauthorized: false })\n'),
  fires('the variable in a program', 'a.js', "process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'\n"),
  silent(
    'a certificate authority',
    'a.py',
    'import requests\nrequests.get("https://a.example", verify="/etc/ca.pem")\n',
  ),
  silent('a token whose signature is not checked', 'a.py', 'import jwt\njwt.decode(t, verify=False)\n'),
  silent('something else that is not verified', 'a.py', 'import shop\nshop.order(verify=False)\n'),
  silent('a comment', 'a.ts', '// rejectUnauthorized: false\nconst a = 1 // rejectUnauthorized: false\n'),
  silent('the check', 'a.ts', 'connect({ rejectUnauthorized: true })\n'),
  silent('a bundle', 'a.js', `${'a;'.repeat(1500)}x({rejectUnauthorized: false})\n`),
]
