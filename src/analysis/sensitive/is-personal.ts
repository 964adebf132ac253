/** Is a rule about personal data? All others of the family are about secrets, those of the user too. */
export function isPersonal(ruleId: string): boolean {
  return ruleId.startsWith('personal-data/')
}
