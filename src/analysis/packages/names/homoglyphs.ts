/**
 * What a reader takes a name for: names that look alike have one fold (`rеquests` with a Cyrillic `е`, `t0rch`, `rnodel`).
 * After Unicode Technical Standard 39, section 4 ("skeleton"): compatibility decomposition (NFKD: full-width and mathematical letters),
 * marks and invisible characters dropped, then the table below. Upper-case `I` is read as `l`, as in the `jeIlyfish` of 2019.
 * Linear; the result is for comparing only.
 */
export function homoglyphFold(text: string): string {
  const bare = text.normalize('NFKD').replace(INVISIBLE, '')
  let folded = ''
  for (const character of bare) folded += foldOf(character)
  return folded.replaceAll('rn', 'm').replaceAll('vv', 'w')
}

/** Is there a character that no registry takes in a name, and that a reader may take for one it does? */
export function hasForeignLookalike(text: string): boolean {
  return /[^\u0021-\u007e]/u.test(text) && /^[\u0021-\u007e]+$/u.test(homoglyphFold(text))
}

function foldOf(character: string): string {
  if (character === 'I' || character === '|') return 'l'
  const lower = character.toLowerCase()
  return LOOKALIKE.get(lower) ?? LOOKALIKE.get(character) ?? lower
}

/** Marks, soft hyphen, zero-width and direction characters (general categories M and Cf). */
const INVISIBLE = /[\p{M}\p{Cf}]/gu

/**
 * One line for each ASCII character: the character, then those that look like it. Written from the shapes of the letters, and checked
 * against the data file of UTS 39 (`confusables.txt`, Unicode 16): scripts a name can be mixed from without being noticed.
 */
const LOOKALIKES = `
a а α ɑ
b Ь ь
c с ϲ ⅽ
d ԁ ժ
e е ҽ
g ɡ ց
h һ հ
i і ι ı
j ј
l ӏ 1 ǀ
n ո ռ
o о ο օ 0
p р ρ
q ԛ զ
r г
s ѕ ꜱ
t т τ
u υ ս
v ν ѵ
w ԝ ѡ
x х χ
y у γ ү
- ‐ ‑ ‒ – — − ﹣
/ ⁄ ∕
`

const LOOKALIKE: ReadonlyMap<string, string> = new Map(
  LOOKALIKES.trim()
    .split('\n')
    .flatMap((line) => {
      const [meant = '', ...seen] = line.split(' ')
      return seen.map((character) => [character, meant] as const)
    }),
)
