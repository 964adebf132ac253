/** Is a text an address of a wallet of one of the currencies that clippers replace: Ethereum, Bitcoin, Tron? */
export function isWalletAddress(text: string): boolean {
  return /^(?:0x[\da-f]{40}|bc1[a-z\d]{25,60}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|T[1-9A-HJ-NP-Za-km-z]{33})$/i.test(text)
}
