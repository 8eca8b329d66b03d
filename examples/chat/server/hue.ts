/** The colour of an avatar, in degrees: always the same one for the same text. */
export function hueOf(text: string): number {
  let hash = 0
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return (hash * 137) % 360
}
