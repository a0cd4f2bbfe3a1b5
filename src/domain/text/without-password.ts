/**
 * The same text without the passwords of the PostgreSQL addresses in it: `postgres://user@host/name`.
 * Up to the last `@` all is held for the password, as a raw one may contain anything.
 */
export function withoutPassword(text: string): string {
  return text
    .replace(/(postgres(?:ql)?:\/\/[^\s:@/?#]*):\S*@/gi, '$1@')
    .replace(/(postgres(?:ql)?:\/\/[^\s?]*\?)(\S*)/gi, (_, address: string, words: string) => {
      const kept = words.split('&').filter((word) => !/^(ssl)?password=/i.test(word));
      return kept.length === 0 ? address.slice(0, -1) : address + kept.join('&');
    });
}
