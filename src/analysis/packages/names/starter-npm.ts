/**
 * Names on npm that are worth being mistaken for, in AI and around it: written down by hand in November 2026 from what its projects use,
 * not taken from a list of downloads. The order is our guess of how widely a package is used. No replacement for a snapshot.
 */
export const STARTER_NPM: readonly string[] = `
semver debug ansi-styles chalk ms supports-color minimatch tslib commander strip-ansi glob lodash uuid brace-expansion react react-dom
typescript axios express yargs fs-extra ws dotenv rxjs async inquirer prettier eslint webpack vite esbuild rollup babel-core jest mocha chai
vitest moment dayjs date-fns node-fetch cross-env cross-spawn rimraf mkdirp request bluebird underscore jquery colors bootstrap next nuxt vue svelte
angular preact redux zustand immer classnames prop-types styled-components tailwindcss postcss autoprefixer sass less
body-parser cookie-parser cors helmet morgan multer passport jsonwebtoken bcrypt bcryptjs crypto-js socket.io socket.io-client mongoose mongodb
pg mysql mysql2 sqlite3 better-sqlite3 redis ioredis knex sequelize prisma typeorm drizzle-orm graphql zod joi ajv yup form-data
nodemailer puppeteer puppeteer-core playwright cheerio jsdom sharp jimp winston pino bunyan chokidar nodemon pm2 concurrently execa shelljs
ora open got superagent undici needle qs query-string path-to-regexp mime mime-types iconv-lite readable-stream safe-buffer
string-width wrap-ansi color color-convert color-name color-string simple-swizzle error-ex is-arrayish slice-ansi has-ansi supports-hyperlinks
backslash chalk-template ansi-regex react-router react-router-dom react-native expo electron electron-builder event-stream ua-parser-js coa rc
left-pad core-js regenerator-runtime source-map source-map-support acorn terser uglify-js ts-node ts-jest tsx nx lerna turbo husky lint-staged
openai ai langchain langsmith llamaindex ollama replicate cohere-ai groq-sdk together-ai gpt-tokenizer tiktoken js-tiktoken chromadb
weaviate-client hnswlib-node faiss-node onnxruntime-node onnxruntime-web onnxruntime-common tesseract.js node-llama-cpp
brain.js ml5 natural compromise wink-nlp pdf-parse pdfjs-dist mammoth cheerio-httpcli transformers flowise n8n promptfoo fastmcp mcp-remote
@openai/agents @openai/codex @anthropic-ai/sdk @anthropic-ai/claude-code @google/generative-ai @google/genai @google/gemini-cli
@google-cloud/aiplatform @google-cloud/storage @google-cloud/vertexai @mistralai/mistralai @huggingface/hub @huggingface/inference
@huggingface/transformers @huggingface/jinja @xenova/transformers @langchain/core @langchain/openai @langchain/anthropic @langchain/community
@langchain/langgraph @langchain/textsplitters @llamaindex/core @ai-sdk/openai @ai-sdk/anthropic @ai-sdk/google @ai-sdk/provider
@modelcontextprotocol/sdk @modelcontextprotocol/inspector @modelcontextprotocol/server-filesystem @tensorflow/tfjs @tensorflow/tfjs-node
@tensorflow/tfjs-core @tensorflow-models/coco-ssd @pinecone-database/pinecone @qdrant/js-client-rest @zilliz/milvus2-sdk-node @supabase/supabase-js
@elastic/elasticsearch @opensearch-project/opensearch @copilotkit/react-core @mastra/core @e2b/code-interpreter @browserbasehq/stagehand
@azure/openai @azure/identity @azure/core-rest-pipeline @azure/storage-blob @aws-sdk/client-s3 @aws-sdk/client-bedrock-runtime @aws-sdk/core
@babel/core @babel/parser @babel/runtime @babel/preset-env @types/node @types/react @types/jest @types/lodash @typescript-eslint/parser
@typescript-eslint/eslint-plugin @eslint/js @jest/core @vitejs/plugin-react @rollup/plugin-commonjs @angular/core @angular/cli @vue/compiler-sfc
@nestjs/core @nestjs/common @reduxjs/toolkit @tanstack/react-query @tanstack/react-router @mui/material @emotion/react @radix-ui/react-slot
@octokit/rest @actions/core @sentry/node @opentelemetry/api @grpc/grpc-js @prisma/client @trpc/server @apollo/client @solana/web3.js
@ctrl/tinycolor @bitwarden/cli @nx/js @playwright/test @biomejs/biome @swc/core @npmcli/arborist @vercel/analytics @cloudflare/workers-types
ethers web3 viem hardhat discord.js telegraf node-telegram-bot-api stripe twilio firebase firebase-admin aws-sdk serverless
yarn pnpm npm node-gyp nan node-addon-api bindings prebuild-install patch-package dotenv-expand dotenv-cli cross-fetch isomorphic-fetch
jsonstream jszip archiver adm-zip tar unzipper yauzl csv-parse papaparse xlsx exceljs js-yaml yaml ini toml marked markdown-it highlight.js
three d3 chart.js echarts plotly.js leaflet mathjs ndarray nanoid shortid validator lru-cache p-limit p-queue eventemitter3
`
  .trim()
  .split(/\s+/)
