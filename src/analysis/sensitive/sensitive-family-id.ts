/** Names the rules for secrets and personal data as one; in a file of its own, for the main thread never looks for any. */
export const SENSITIVE_FAMILY = 'sensitive/values'
