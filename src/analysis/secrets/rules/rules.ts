import type { SecretRule } from '../secret-rule.ts'
import { anthropicRules } from './anthropic.ts'
import { artifactRegistryRules } from './artifact-registries.ts'
import { atlassianRules } from './atlassian.ts'
import { awsRules } from './aws.ts'
import { azureAiRules } from './azure-ai.ts'
import { azureIdentityRules } from './azure-identity.ts'
import { azureServiceKeyRules } from './azure-service-keys.ts'
import { azureStorageKeyRules } from './azure-storage-keys.ts'
import { chatRules } from './chat.ts'
import { ciRules } from './ci.ts'
import { cloudflareRules } from './cloudflare.ts'
import { dataPlatformRules } from './data-platforms.ts'
import { databaseRules } from './databases.ts'
import { experimentRules } from './experiments.ts'
import { githubRules } from './github.ts'
import { gitlabRules } from './gitlab.ts'
import { googleRules } from './google.ts'
import { gpuCloudRules } from './gpu-clouds.ts'
import { grafanaAndPosthogRules } from './grafana-and-posthog.ts'
import { hostingRules } from './hosting.ts'
import { huggingFaceRules } from './hugging-face.ts'
import { namedInferenceRules } from './inference-named.ts'
import { openaiLikeInferenceRules } from './inference-openai-like.ts'
import { otherInferenceRules } from './inference-other.ts'
import { inferencePlatformRules } from './inference-platforms.ts'
import { prefixedInferenceRules } from './inference-prefixed.ts'
import { jsonWebTokenRules } from './json-web-token.ts'
import { mailAndPhoneRules } from './mail-and-phone.ts'
import { observabilityRules } from './observability.ts'
import { openaiRules } from './openai.ts'
import { packageRegistryRules } from './package-registries.ts'
import { paymentRules } from './payment.ts'
import { privateKeyRules } from './private-keys.ts'
import { retrievalRules } from './retrieval.ts'
import { saasRules } from './saas.ts'
import { secretStoreRules } from './secret-stores.ts'
import { slackRules } from './slack.ts'
import { speechAndEmbeddingRules } from './speech-and-embeddings.ts'
import { supabaseRules } from './supabase.ts'
import { traceRules } from './traces.ts'
import { urlPasswordRules } from './url-passwords.ts'
import { vectorDatabaseRules } from './vector-databases.ts'
import { webAddressRules } from './web-address.ts'

/** Every rule for a secret of a provider we know. Nothing depends on the order. */
export const SECRET_RULES: readonly SecretRule[] = [
  ...anthropicRules,
  ...artifactRegistryRules,
  ...atlassianRules,
  ...awsRules,
  ...azureAiRules,
  ...azureIdentityRules,
  ...azureServiceKeyRules,
  ...azureStorageKeyRules,
  ...chatRules,
  ...ciRules,
  ...cloudflareRules,
  ...dataPlatformRules,
  ...databaseRules,
  ...experimentRules,
  ...githubRules,
  ...gitlabRules,
  ...googleRules,
  ...gpuCloudRules,
  ...grafanaAndPosthogRules,
  ...hostingRules,
  ...huggingFaceRules,
  ...inferencePlatformRules,
  ...jsonWebTokenRules,
  ...mailAndPhoneRules,
  ...namedInferenceRules,
  ...observabilityRules,
  ...openaiLikeInferenceRules,
  ...openaiRules,
  ...otherInferenceRules,
  ...packageRegistryRules,
  ...paymentRules,
  ...prefixedInferenceRules,
  ...privateKeyRules,
  ...retrievalRules,
  ...saasRules,
  ...secretStoreRules,
  ...slackRules,
  ...speechAndEmbeddingRules,
  ...supabaseRules,
  ...traceRules,
  ...urlPasswordRules,
  ...vectorDatabaseRules,
  ...webAddressRules,
]
